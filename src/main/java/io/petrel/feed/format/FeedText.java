package io.petrel.feed.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file whose character set nobody said: UTF-16 and UTF-32 by the byte order mark or
 * the zeros of its first characters, else UTF-8, and windows-1252, which has all of Latin-1 that
 * people write, for what is not UTF-8. Not thread-safe.
 */
final class FeedText extends Reader {
  private static final Charset OLD = Charset.forName("windows-1252");

  private final InputStream in;
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
  private final CharBuffer chars = CharBuffer.allocate(1 << 16).flip();
  private boolean ended;
  private long oldBytes;

  private final Consumer<String> notes;
  private boolean started;

  private FeedText(InputStream in, Consumer<String> notes) {
    this.in = in;
    this.notes = notes;
  }

  /**
   * Opens a text.
   *
   * @param in supports marks
   * @param charset null = found
   * @param notes is told at the end what was found
   */
  static Reader open(BufferedInputStream in, @Nullable Charset charset, Consumer<String> notes)
      throws IOException {
    if (charset != null) {
      return new InputStreamReader(in, charset);
    }
    Optional<Charset> wide = wide(in);
    if (wide.isPresent()) {
      notes.accept("the text is in " + wide.get());
      return new InputStreamReader(in, wide.get());
    }
    return new FeedText(in, notes);
  }

  private static Optional<Charset> wide(BufferedInputStream in) throws IOException {
    in.mark(4);
    int[] b = {in.read(), in.read(), in.read(), in.read()};
    in.reset();
    if (b[0] == 0xff && b[1] == 0xfe) {
      return Optional.of(Charset.forName(b[2] == 0 && b[3] == 0 ? "UTF-32" : "UTF-16"));
    }
    if (b[0] == 0xfe && b[1] == 0xff) {
      return Optional.of(StandardCharsets.UTF_16);
    }
    if (b[0] > 0 && b[1] == 0 && b[2] > 0 && b[3] == 0) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    return b[0] == 0 && b[1] > 0 && b[2] == 0 && b[3] > 0
        ? Optional.of(StandardCharsets.UTF_16BE)
        : Optional.empty();
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    while (!chars.hasRemaining()) {
      if (ended) {
        return -1;
      }
      fill();
    }
    int count = Math.min(length, chars.remaining());
    chars.get(buffer, offset, count);
    return count;
  }

  private void fill() throws IOException {
    bytes.compact();
    int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
    ended = read < 0;
    bytes.position(bytes.position() + Math.max(0, read)).flip();
    chars.clear();
    CoderResult result = utf8.decode(bytes, chars, ended);
    while (result.isError()) {
      byte[] wrong = new byte[result.length()];
      bytes.get(wrong);
      oldBytes += wrong.length;
      chars.put(new String(wrong, OLD));
      utf8.reset();
      result = utf8.decode(bytes, chars, ended);
    }
    chars.flip();
    if (!started && chars.hasRemaining()) {
      started = true;
      chars.position(chars.get(0) == '\uFEFF' ? 1 : 0);
    }
    // More bytes than characters never are: the buffers are of one size, so nothing is left over.
  }

  @Override
  public void close() throws IOException {
    if (oldBytes > 0) {
      notes.accept(
          "not all is UTF-8: %,d bytes were read as %s; 'charset' says if it is another"
              .formatted(oldBytes, OLD.name()));
      oldBytes = 0;
    }
    in.close();
  }
}
