package io.petrel;

import io.petrel.cli.PetrelCommand;

/** The command {@code petrel}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(PetrelCommand.run(args));
  }
}
