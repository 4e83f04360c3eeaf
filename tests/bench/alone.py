"""The PDF engine alone: HTML on standard input, a PDF on standard output. It may open the packaged fonts, as ours."""

import sys

from weasyprint import HTML

from reports.layout import LookFetcher


def main() -> None:
    page = HTML(string=sys.stdin.read(), url_fetcher=LookFetcher(b""), media_type="print")
    sys.stdout.buffer.write(page.write_pdf(pdf_variant="pdf/a-3a", output_intent="srgb"))


if __name__ == "__main__":
    main()
