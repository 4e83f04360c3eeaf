"""Fields for an organisation's own words in mails: one a kind and language, empty where ours are used."""
