package io.petrel.replay.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The constant parts of the page. */
final class PageAssets {
  /** The version is that of pom.xml. */
  private static final String LIBRARY = "/META-INF/resources/webjars/uplot/1.6.30/";

  private PageAssets() {}

  /** Up to the end of the head, with a policy that lets these scripts run and nothing be loaded. */
  static String head() {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src \
    'unsafe-inline'; script-src 'sha256-%s' 'sha256-%s'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Backtest report</title>
    <style>
    %s%s</style>
    </head>
    """
        .formatted(
            sha256(library()),
            sha256(text("page.js")),
            text(LIBRARY + "dist/uPlot.min.css"),
            text("page.css"));
  }

  /** The chart library, with its licence, and the page's own script. */
  static String scripts() {
    return "<!--\n%s\n-->\n<script>%s</script>\n<script>%s</script>\n"
        .formatted(text(LIBRARY + "LICENSE").strip(), library(), text("page.js"));
  }

  private static String library() {
    return text(LIBRARY + "dist/uPlot.iife.min.js");
  }

  /** A resource by its name, beside this class unless it begins with a slash. */
  static String text(String name) {
    try (InputStream in = PageAssets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
