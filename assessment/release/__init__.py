"""The only room that reads answers: closing, counting, and deciding what may be shown. Everything else reads releases."""
