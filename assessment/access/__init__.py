"""Who may see and do what: links, keys, and the questionnaire a campaign is pinned to."""
