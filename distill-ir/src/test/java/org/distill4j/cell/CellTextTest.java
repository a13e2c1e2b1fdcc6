package org.distill4j.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The text of a cell")
class CellTextTest {
  private static final CellText CELLS = new CellText("t.csv", '.');

  @Test
  @DisplayName("is a number, true or false, or a missing value")
  void numbers() {
    assertThat(CELLS.value(2, "x", " -1.5e2 ")).isEqualTo(-150);
    assertThat(CELLS.value(2, "x", "TRUE")).isEqualTo(1);
    assertThat(CELLS.value(2, "x", "false")).isZero();
    assertThat(new CellText("t.csv", ',').value(2, "x", "1,5")).isEqualTo(1.5);
    assertThat(CellText.isMissing("N/A")).isTrue();
    assertThat(CellText.isMissing("nothing")).isFalse();
    assertThat(CellText.category(" null ")).isEmpty();
    assertThat(CellText.category(" Rome ")).isEqualTo("Rome");
    assertThat(CellText.parse("")).isNaN();
  }

  @Test
  @DisplayName("is refused with line and column, and a way out")
  void refused() {
    assertThatThrownBy(() -> CELLS.value(7, "x", "1,5"))
        .hasMessage(
            "t.csv:7: \"x\" is \"1,5\", expected a finite number.\n"
                + "Maybe write 1.5, or say that decimals follow a comma.");
    for (String text : new String[] {"1f", "0x1p3", "1e99", "old", "1..2"}) {
      assertThatThrownBy(() -> CELLS.value(7, "x", text)).hasMessageContaining("is \"" + text);
    }
    assertThatThrownBy(
            () -> {
              throw CELLS.noValue(3, "x", "?");
            })
        .hasMessageContaining("t.csv:3: \"x\" is \"?\", a missing value");
  }

  @Test
  @DisplayName("is cut in messages")
  void brief() {
    assertThat(ShortText.shorten("a\nb")).isEqualTo("a\uFFFDb");
    assertThat(ShortText.shorten("x".repeat(100))).endsWith("… (20 more characters)");
    assertThat(ShortText.shorten(Collections.nCopies(22, "n"))).endsWith("and 2 more");
  }
}
