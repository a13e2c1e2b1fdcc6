package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The depth of a source text")
class SourceDepthTest {
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "x, 0",
        "(((x))), 3",
        "`[1, 2, 3], [4, 5], [6]`, 1",
        "`f(a)(b)(c)`, 3",
        "`x[0, 1][2, 3][4, 5]`, 3",
        "`a + (b + (c + d))`, 5",
        "`a + b, c + d, e + f`, 1",
        "not not x, 2",
        "notes, 0",
        "`[0.5, -0.5, 1.e-3]`, 2",
        "a\\n  b\\n    c, 2",
        "a +\\n b +\\n c, 1",
        "a + \\\\\\n b + \\\\\\n c, 2",
        "(a +\\n b +\\n c), 3",
        "`'((('`, 0",
        "`\"(\\\\\"(\"`, 0",
        "`# a ' quote\\n((x))`, 2",
        "`''' a ' quote ''' + ((x))`, 3",
        "`'not closed\\n((x))`, 2",
        "`))((x`, 2"
      })
  void measured(String source, int depth) {
    assertThat(SourceDepth.measure(source.translateEscapes())).isEqualTo(depth);
  }
}
