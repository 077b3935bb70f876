package io.petrel.notify.render;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.petrel.display.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The templates of a mail. Whatever a view holds is cleaned by {@link SafeText} before it is shown,
 * and escaped in HTML: a template has no way around that, because none uses unescaped tags (a test
 * looks). Safe for many threads.
 */
final class Templates {
  private static final Mustache.Compiler TEXT =
      Mustache.compiler()
          .escapeHTML(false)
          .withFormatter(value -> SafeText.line(String.valueOf(value)))
          .withLoader(Templates::open);
  private static final Mustache.Compiler HTML = TEXT.escapeHTML(true);

  static final Templates ALERT = new Templates("alert");
  static final Templates DIGEST = new Templates("digest");

  private final Template text;
  private final Template html;

  private Templates(String name) {
    this.text = compile(TEXT, name + ".txt");
    this.html = compile(HTML, name + ".html");
  }

  String text(Object view) {
    return text.execute(view);
  }

  String html(Object view) {
    return html.execute(view);
  }

  private static Template compile(Mustache.Compiler compiler, String name) {
    try (Reader reader = open(name)) {
      return compiler.compile(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reader open(String name) throws IOException {
    InputStream in = Templates.class.getResourceAsStream(name + ".mustache");
    if (in == null) {
      throw new IOException("template %s is not on the class path".formatted(name));
    }
    return new InputStreamReader(in, StandardCharsets.UTF_8);
  }
}
