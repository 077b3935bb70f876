package io.petrel;

import io.petrel.cli.PetrelCommand;
import java.util.Locale;

/** The command {@code petrel}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // What is written is English everywhere: a machine's language may write 12,3 or other digits.
    Locale.setDefault(Locale.ROOT);
    System.exit(PetrelCommand.run(args));
  }
}
