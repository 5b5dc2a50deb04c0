"""What readers send back: messages in, matters in an inbox outside the published content, drafts of public records out by an editor's hand."""
