"""What happens between asking and handing over: campaigns, answers, scores, pages."""
