package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The depth of a pickle")
class PickleDepthTest {
  private static byte[] pickle(String instructions) {
    return instructions.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`).`, 0",
        "`\\200\\002)\\205\\205\\205.`, 3",
        "`](](](K\\001K\\002eee.`, 3",
        "`](K\\001)\\205e.`, 2",
        "`}q\\000(X\\001\\000\\000\\000a)\\205u.`, 2",
        "`ctorch\\nTensor\\n)\\205\\205R.`, 3",
        "`ctorch\\nTensor\\n)\\201})\\205\\205b.`, 3",
        "`)\\205q\\001h\\001\\205h\\001\\206.`, 3"
      })
  void measured(String instructions, int depth) {
    assertThat(PickleDepth.measure(pickle(instructions))).isEqualTo(depth);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`)\\205`, is cut off",
        "`X\\377\\377\\377\\377a.`, is cut off",
        "`X\\377\\377\\377\\177a.`, is cut off",
        "`h\\001.`, takes an object that is not there",
        "`\\205.`, takes an object that is not there",
        "`e.`, takes an object that is not there",
        "`i.`, has the unknown instruction 105",
        "`]q\\000\\205h\\000)\\205a.`, changes an object that another one holds"
      })
  void refused(String instructions, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PickleDepth.measure(pickle(instructions)))
        .withMessage(why);
  }
}
