"""From an order's official text to a draft of its file: text -> paragraphs -> outline -> duties -> draft."""
