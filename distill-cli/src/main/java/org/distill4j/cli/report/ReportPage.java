package org.distill4j.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.distill4j.core.file.AtomicFiles;

/** A page of HTML that asks nothing of any network: it holds its style, and has no script. */
final class ReportPage {
  private ReportPage() {}

  /** The page of some sections. */
  static String of(String title, Html sections) {
    Html page = new Html();
    page.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    page.raw("style-src 'unsafe-inline'; img-src data:\">");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">");
    page.element("title", title).raw("<style>").raw(style()).raw("</style></head><body><main>");
    page.element("h1", title).raw(sections.toString());
    return page.raw("</main></body></html>\n").toString();
  }

  private static String style() {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      byte[] bytes = Objects.requireNonNull(in, "report.css").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException error) {
      throw new UncheckedIOException("The style cannot be read", error);
    }
  }

  /** Writes a page, and returns its file. */
  static Path write(Path file, String html) {
    AtomicFiles.writeResult(file, html);
    return file;
  }
}
