"""The only room that reads answers: closing, counting, and deciding what may be shown. All others read releases."""
