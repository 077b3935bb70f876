package io.petrel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PetrelCommandTest {
  @Test
  void anUnknownCommandNamesTheNearOne() {
    CommandRun run = CommandRun.of("dmeo");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("petrel: 'dmeo' is not a command; did you mean 'demo'?; known are ")
        .endsWith("Try 'petrel --help'.\n");
  }
}
