"""The pack for the works council: what a survey asks, stores and shows, as a PDF with the settings in force, and as
pages in docs/works-council with the standard ones."""
