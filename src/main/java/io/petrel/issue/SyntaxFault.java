package io.petrel.issue;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns messages of CEL's parser into words for authors. */
public final class SyntaxFault {
  private static final Map<String, String> WRITE_INSTEAD =
      Map.ofEntries(
          Map.entry("=", "=="),
          Map.entry("===", "=="),
          Map.entry("<>", "!="),
          Map.entry("=>", ">="),
          Map.entry("=<", "<="),
          Map.entry("&", "&&"),
          Map.entry("|", "||"),
          Map.entry("≥", ">="),
          Map.entry("≤", "<="),
          Map.entry("≠", "!="),
          Map.entry("×", "*"),
          Map.entry("÷", "/"),
          Map.entry("−", "-"),
          Map.entry("–", "-"));
  private static final Map<String, String> WORDS =
      Map.of("and", "&&", "or", "||", "not", "!", "AND", "&&", "OR", "||", "NOT", "!");
  private static final Pattern SYMBOL = Pattern.compile("[=<>&|≥≤≠×÷−–]+");
  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\d_]*");
  private static final Pattern NUMBER = Pattern.compile("[\\d.]+");

  /** Accepts a fault: first wrong character, 0-based, how many are wrong, and the message. */
  public interface Sink {
    void error(int offset, int length, String message);
  }

  private final String text;
  private final String afterNumber;
  private final Sink faults;

  private SyntaxFault(String text, String afterNumber, Sink faults) {
    this.text = text;
    this.afterNumber = afterNumber;
    this.faults = faults;
  }

  /**
   * Reports the parser's first fault; the others follow from it.
   *
   * @param at where the parser found it, characters from the text's start
   * @param grammarMessage the parser's words
   * @param afterNumber hint to add when a word follows a number
   */
  public static void report(
      String text, int at, String grammarMessage, String afterNumber, Sink faults) {
    new SyntaxFault(text, afterNumber, faults).report(at, grammarMessage);
  }

  private void report(int at, String grammarMessage) {
    if (grammarMessage.contains("recursion limit") || grammarMessage.contains("node count")) {
      faults.error(at, 1, "the expression is nested too deeply; split it into simpler ones");
    } else if (grammarMessage.startsWith("reserved identifier")) {
      String word = wordAt(text, at);
      faults.error(at, Math.max(1, word.length()), "'%s' is a reserved word".formatted(word));
    } else if (grammarMessage.startsWith("For input string")) {
      faults.error(
          at, tokenLength(text, at), "this number is too large; write it with a decimal point");
    } else if (grammarMessage.startsWith("unsupported syntax")) {
      faults.error(at, 2, "'%s' is not supported".formatted(token(text, at, 2)));
    } else if (at >= text.stripTrailing().length() && !text.strip().endsWith(".")) {
      atEnd(grammarMessage);
    } else {
      inside(Math.min(at, text.stripTrailing().length() - 1));
    }
  }

  private void atEnd(String grammarMessage) {
    int last = Math.max(0, text.stripTrailing().length() - 1);
    if (grammarMessage.startsWith("missing ')'") || unclosed(text) > 0) {
      faults.error(last, 1, "a ')' is missing");
    } else if (count(text, '?') > count(text, ':')) {
      faults.error(last, 1, "after '?' comes a value, then ':' and the other value");
    } else {
      faults.error(last, 1, "the expression ends too early: something must follow");
    }
  }

  private static long unclosed(String text) {
    return count(text, '(') - count(text, ')');
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  private void inside(int at) {
    Matcher symbol = SYMBOL.matcher(text);
    int symbolStart = at;
    while (symbolStart > 0 && SYMBOL.matcher(text.substring(symbolStart - 1, at)).matches()) {
      symbolStart--;
    }
    if (symbol.find(symbolStart) && symbol.start() == symbolStart) {
      String right = WRITE_INSTEAD.get(symbol.group());
      if (right != null) {
        int length = symbol.group().length();
        faults.error(
            symbolStart, length, "write '%s' instead of '%s'".formatted(right, symbol.group()));
        return;
      }
    }
    char c = text.charAt(at);
    if (c == '"' || c == '\'') {
      faults.error(at, 1, "the text that starts here has no closing quote");
      return;
    }
    if (wordFault(at)) {
      return;
    }
    if (c == ')' || c == ']') {
      faults.error(at, 1, "'%c' closes nothing, or something is missing before it".formatted(c));
      return;
    }
    if (c == '.') {
      faults.error(at, 1, "the name of a field must follow '.'");
      return;
    }
    int length = tokenLength(text, at);
    faults.error(at, length, "'%s' does not fit here".formatted(token(text, at, length)));
  }

  private boolean wordFault(int at) {
    String before = lastToken(text, at);
    if (WORDS.containsKey(before)) {
      int start = text.lastIndexOf(before, at);
      faults.error(
          start,
          before.length(),
          "write '%s' instead of '%s'".formatted(WORDS.get(before), before));
      return true;
    }
    int start = at;
    while (start > 0 && isLetter(text, at) && Character.isLetter(text.charAt(start - 1))) {
      start--;
    }
    String word = wordAt(text, start);
    if (word.isEmpty()) {
      return false;
    }
    if (!word.chars().allMatch(c -> c < 128)) {
      faults.error(
          start,
          word.length(),
          "'%s' is not a name: names have the letters a to z".formatted(word));
      return true;
    }
    if (WORDS.containsKey(word)) {
      faults.error(
          at, word.length(), "write '%s' instead of '%s'".formatted(WORDS.get(word), word));
      return true;
    }
    if (at > 0 && Character.isDigit(text.charAt(at - 1))) {
      faults.error(at, word.length(), "'%s' cannot follow a number%s".formatted(word, afterNumber));
      return true;
    }
    faults.error(
        at,
        word.length(),
        "'%s' does not fit here; is an operator missing before it?".formatted(word));
    return true;
  }

  private static boolean isLetter(String text, int at) {
    return Character.isLetter(text.charAt(at));
  }

  private static String lastToken(String text, int at) {
    String before = text.substring(0, at).stripTrailing();
    int start = before.length();
    while (start > 0 && Character.isLetter(before.charAt(start - 1))) {
      start--;
    }
    return before.substring(start);
  }

  private static String wordAt(String text, int at) {
    Matcher word = WORD.matcher(text);
    return word.find(at) && word.start() == at ? word.group() : "";
  }

  private static int tokenLength(String text, int at) {
    Matcher number = NUMBER.matcher(text);
    if (number.find(at) && number.start() == at) {
      return number.group().length();
    }
    return Character.charCount(text.codePointAt(at));
  }

  private static String token(String text, int at, int length) {
    return text.substring(at, Math.min(text.length(), at + length));
  }
}
