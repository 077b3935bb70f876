package io.petrel.cli.terminal;

import io.petrel.text.Visible;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command reads and writes. Results go to standard output; progress, notes and faults to
 * standard error, so that a pipe gets results only. Colour and progress only where a person looks.
 * Lines may come from several threads; each is written whole. Nothing in a text controls the
 * terminal: names, headlines and cells come from files of strangers.
 */
public final class Terminal {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean colour;
  private final boolean progress;
  private final Map<String, String> environment;
  private boolean progressShown;

  public Terminal(
      InputStream in,
      PrintStream out,
      PrintStream err,
      boolean colour,
      boolean progress,
      Map<String, String> environment) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.colour = colour;
    this.progress = progress;
    this.environment = Map.copyOf(environment);
  }

  public static Terminal ofProcess() {
    Map<String, String> environment = System.getenv();
    boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean dumb = "dumb".equals(environment.get("TERM"));
    return new Terminal(
        System.in,
        new PrintStream(System.out, false, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        isPerson("petrel.out.tty") && isPerson("petrel.err.tty") && !plain && !dumb,
        isPerson("petrel.err.tty") && !dumb,
        environment);
  }

  /** From the launcher: System.console() knows only about input and output together. */
  private static boolean isPerson(String property) {
    return Boolean.getBoolean(property);
  }

  public InputStream in() {
    return in;
  }

  public Map<String, String> environment() {
    return environment;
  }

  /** Standard output, for bytes that are no text of strangers. */
  public OutputStream bytes() {
    return out;
  }

  /** A line of a large result; call {@link #flush} after a batch. */
  public synchronized void row(String text) {
    out.println(shown(text));
  }

  public PrintWriter outWriter() {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  public PrintWriter errWriter() {
    return new PrintWriter(err, true, StandardCharsets.UTF_8);
  }

  public boolean colour() {
    return colour;
  }

  /** Whether somebody sees {@link #progress} lines. */
  boolean showsProgress() {
    return progress;
  }

  /** A line of the result. */
  public synchronized void line(String text) {
    clearProgress();
    row(text);
    out.flush();
  }

  /** A line beside the result. */
  public synchronized void note(String text) {
    clearProgress();
    err.println(shown(text));
  }

  synchronized void fault(String text) {
    clearProgress();
    err.println(shown(styled("petrel:", Style.RED) + " " + text));
  }

  /** Progress of long work; replaces the previous progress line, and is not written to a file. */
  public synchronized void progress(String text) {
    if (progress) {
      err.print(CLEAR_LINE + shown(text));
      err.flush();
      progressShown = true;
    }
  }

  public synchronized void flush() {
    clearProgress();
    out.flush();
  }

  /** Whether the reader of standard output has closed it, as in {@code petrel alerts | head}. */
  public boolean outputGone() {
    return out.checkError();
  }

  /** A word that stands out in a line that is written here. */
  public String styled(String text, Style style) {
    return colour ? style.mark + text + Style.END : text;
  }

  /** Marks become escape sequences only now, when those of others are visible. */
  private String shown(String text) {
    String visible = Visible.of(text);
    if (!colour) {
      return visible;
    }
    String shown = visible.replace(Style.END, Style.RESET);
    for (Style style : Style.values()) {
      shown = shown.replace(style.mark, style.code);
    }
    return shown;
  }

  private void clearProgress() {
    if (progressShown) {
      err.print(CLEAR_LINE);
      progressShown = false;
    }
  }

  /** Style of a word. */
  public enum Style {
    BOLD("\u001b[1m"),
    DIM("\u001b[2m"),
    RED("\u001b[31m"),
    YELLOW("\u001b[33m"),
    GREEN("\u001b[32m");

    private static final String RESET = "\u001b[0m";

    /** Of the characters that no text has (Unicode's noncharacters). */
    private static final String END = "\uFDEF";

    private final String code;

    @SuppressWarnings("EnumOrdinal") // Lives within one line of output.
    private final String mark = String.valueOf((char) (0xFDD0 + ordinal()));

    Style(String code) {
      this.code = code;
    }
  }
}
