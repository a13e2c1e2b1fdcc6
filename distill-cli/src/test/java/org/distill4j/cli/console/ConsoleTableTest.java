package org.distill4j.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A table")
class ConsoleTableTest {
  @Test
  @DisplayName("has names on the left and values under their heading on the right")
  void aligned() {
    ConsoleTable table =
        new ConsoleTable("", "teacher", "student")
            .row("accuracy", "97.42 %", "96.81 %")
            .row("errors", "2", "31");

    assertThat(table.toString().lines())
        .containsExactly(
            "           teacher   student",
            "----------------------------",
            "accuracy   97.42 %   96.81 %",
            "errors           2        31");
  }

  @Test
  @DisplayName("refuses a row with another number of cells")
  void otherCount() {
    ConsoleTable table = new ConsoleTable("", "teacher");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.row("accuracy"))
        .withMessage("A row of 1 cells, expected 2.\nMaybe a column is missing.");
  }
}
