package org.distill4j.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Output is shown")
class TerminalTest {
  @ParameterizedTest
  @ValueSource(strings = {"/dev/pts/0", "/dev/tty1", "/dev/console"})
  @DisplayName("by a terminal")
  void terminal(String device) {
    assertThat(Terminal.isTerminal(device)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe:[1234]", "/dev/null", "/tmp/out.txt", "socket:[1]"})
  @DisplayName("by no terminal if it goes elsewhere")
  void elsewhere(String device) {
    assertThat(Terminal.isTerminal(device)).isFalse();
  }

  @Test
  @DisplayName("by no terminal in a test, whose output is read by another program")
  void here() {
    assertThat(Terminal.showsOutput()).isFalse();
  }
}
