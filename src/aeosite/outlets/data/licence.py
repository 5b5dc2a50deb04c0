"""Under what terms the data may be used, as the file LICENSE of the project says for the texts of the guide."""

NAME = "CC-BY-4.0"
TITLE = "Creative Commons Attribution 4.0 International"
ADDRESS = "https://creativecommons.org/licenses/by/4.0/"

TEXT = f"""\
本目录的数据取自指南的记录，按知识共享署名 4.0 国际许可协议（CC BY 4.0）使用：
{ADDRESS}
指南引用或者提到的官方文件原文不在此列。

The data in this folder are made from the records of the guide. They may be used under
{TITLE} (CC BY 4.0):
{ADDRESS}
Official texts quoted or named in the guide are not covered by this licence.
"""
"""What lies beside the data."""
