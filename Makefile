# 常用命令 Commands. “make help” 列出全部。The core is the aeosite command; this file sets up its environment and calls it.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
EDITION ?=
EDITION_FLAG := $(if $(EDITION),--edition $(EDITION))

.DEFAULT_GOAL := help
.PHONY: help site districts test check build package serve lint html bench bench-scale search-report browser reference phrases bless clean

help: ## 列出命令 List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

site: .venv/site ## 检查、生成网站、打包离线版 Check, build site/, pack dist/aeo-guide-<edition>.zip
	@$(BIN)/aeosite build $(EDITION_FLAG)

check: .venv/site ## 只检查内容 Only check the content
	@$(BIN)/aeosite check $(EDITION_FLAG)

build: .venv/site ## 生成网站 Build site/
	@$(BIN)/aeosite build --only website,search,notices,data,feeds,calendar,handbook,leaflets $(EDITION_FLAG)

districts: .venv/site ## 生成网站和所有关区版 Build site/ with every district edition in site/local/
	@$(BIN)/aeosite build --districts $(EDITION_FLAG)

package: .venv/site ## 打包离线版 Pack site/ into the offline zip
	@$(BIN)/aeosite package $(EDITION_FLAG)

serve: .venv/site ## 本机预览，改动后自动刷新 Live preview at http://127.0.0.1:8000
	@$(BIN)/aeosite serve $(EDITION_FLAG)

test: .venv/dev browser ## 全部测试，包括浏览器测试 All tests, browser tests included
	@$(BIN)/python -m pytest -n auto --dist worksteal

browser: .venv/dev ## 找到或安装 Chromium Find or install Chromium
	@$(BIN)/python tools/browser.py

lint: .venv/dev ## ruff 和 mypy ruff and mypy --strict
	@$(BIN)/ruff check src hooks tests tools bench
	@$(BIN)/ruff format --check src hooks tests tools bench
	@$(BIN)/mypy

html: .venv/site ## HTML 是否有效（需要 Java 和 npm，先 make build）Valid HTML? Needs Java and npm, and a built site
	@$(BIN)/python tools/html.py

bench: .venv/dev ## 时间、内存和大小，与原样 MkDocs 对比 Time, memory and size beside stock MkDocs
	@$(BIN)/python bench/bench.py

bench-scale: .venv/dev ## 同上，另有许多关区的规模，结果写入 bench/results The same at the size of many districts; writes bench/results
	@$(BIN)/python bench/bench.py --sizes 60,200,786 --runs 3 --results bench/results

search-report: .venv/dev ## 搜索答得怎样（先 make build；PARTS=--parts 加上各部分的作用）How well search answers; needs a built site
	@$(BIN)/python tools/search_report.py $(PARTS)

reference: .venv/site ## 重新生成字段说明、模板和 JSON Schema Regenerate field reference, templates, schemas
	@$(BIN)/aeosite reference

phrases: .venv/site ## 更新各语言的界面用语 Bring the catalogues of phrases up to date
	@$(BIN)/aeosite phrases

bless: .venv/dev browser ## 用当前结果改写测试的标准答案 Rewrite the golden files of the tests
	@$(BIN)/python -m pytest --bless

clean: ## 删去生成的文件和环境 Delete what was generated, the environment included
	rm -rf .venv site dist .cache

# A stamp is written last, so an interrupted set-up is done again.
.venv/site: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "需要 Python 3.11 或更新。 Python 3.11 or newer is needed."; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 太旧，需要 3.11 或更新：make site PYTHON=python3.12  Python is too old; 3.11 or newer is needed."; exit 2; }
	@echo "▸ 准备环境 set-up …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; echo "不能建立环境；在 Debian 或 Ubuntu 上请先运行：sudo apt install python3-venv  The environment cannot be made; on Debian or Ubuntu first run the command above."; exit 2; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: .venv/site requirements-dev.lock
	@echo "▸ 准备测试环境 test set-up …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@
