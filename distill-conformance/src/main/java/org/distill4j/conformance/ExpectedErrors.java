package org.distill4j.conformance;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Errors that must occur, with helpful messages. */
final class ExpectedErrors {
  /** The form of a message: the problem and the expected value, then advice on a line of its own. */
  private static final Pattern HELPFUL = Pattern.compile("(?s).+, expected .+\nMaybe .+");

  private ExpectedErrors() {}

  static void requireArgument(ThrowingCallable call, String... mentions) {
    require(IllegalArgumentException.class, call, mentions);
  }

  static void requireState(ThrowingCallable call, String... mentions) {
    require(IllegalStateException.class, call, mentions);
  }

  private static void require(
      Class<? extends RuntimeException> kind, ThrowingCallable call, String... mentions) {
    Assertions.assertThatThrownBy(call)
        .isInstanceOf(kind)
        .message()
        .matches(HELPFUL)
        .satisfies(
            message ->
                Stream.of(mentions)
                    .forEach(mention -> Assertions.assertThat(message).contains(mention)));
  }
}
