package org.distill4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What watches readers of damaged files")
class HarmlessReadingTest {
  private final List<Object> kept = new ArrayList<>();

  private static void watch(Runnable reader) {
    HarmlessReading.read(100, 10, reader);
  }

  @Test
  @DisplayName("lets them read, and refuse with a way out")
  void fine() {
    assertThatCode(() -> watch(() -> kept.add(new byte[1000]))).doesNotThrowAnyException();
    assertThatCode(() -> watch(() -> refuse("It is cut off.\nMaybe fetch it again.")))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                watch(
                    () -> {
                      throw new UncheckedIOException("No.\nMaybe yes.", new IOException());
                    }))
        .doesNotThrowAnyException();
  }

  private static void refuse(String message) {
    throw new IllegalArgumentException(message);
  }

  @Test
  @DisplayName("notices a refusal without a way out")
  void curt() {
    assertThatThrownBy(() -> watch(() -> refuse("It is cut off.")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no way out: java.lang.IllegalArgumentException: It is cut off.");
  }

  @Test
  @DisplayName("notices other exceptions, and recursion without an end")
  void accidents() {
    assertThatThrownBy(() -> watch(() -> kept.get(0)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("neither read nor refused: java.lang.IndexOutOfBoundsException");
    assertThatThrownBy(() -> watch(HarmlessReadingTest::endless))
        .isInstanceOf(AssertionError.class)
        .hasMessage("neither read nor refused: java.lang.StackOverflowError");
  }

  @SuppressWarnings("InfiniteRecursion")
  private static void endless() {
    endless();
  }

  @ParameterizedTest
  @ValueSource(ints = {3 << 20, 30 << 20})
  @DisplayName("notices memory that the file's length does not account for")
  void memory(int bytes) {
    String message = "\\d+ bytes were taken to read 100, expected at most 2098152";

    assertThatThrownBy(() -> watch(() -> kept.add(new byte[bytes]))).hasMessageMatching(message);
    assertThatThrownBy(() -> watch(() -> kept.add(ByteBuffer.allocateDirect(bytes))))
        .hasMessageMatching(message);
  }

  @Test
  @DisplayName("is given files of which numbers, texts and lengths were changed")
  void mutations() {
    byte[] file = {'n', '=', '1', '2', ';'};

    assertThat(new Mutation.Flip(5, 0).applyTo(file)).containsExactly('o', '=', '1', '2', ';');
    assertThat(new Mutation.Truncate(2).applyTo(file)).containsExactly('n', '=');
    assertThat(new Mutation.Field(1, 2, false, 0x4142).applyTo(file))
        .containsExactly('n', 'A', 'B', '2', ';');
    assertThat(new Mutation.Field(1, 2, true, 0x4142).applyTo(file))
        .containsExactly('n', 'B', 'A', '2', ';');
    assertThat(new Mutation.Digits(7, "-1").applyTo(file)).containsExactly('n', '=', '-', '1', ';');
    assertThat(new Mutation.Insert(0, "[", 2).applyTo(file))
        .containsExactly('[', '[', 'n', '=', '1', '2', ';');
    assertThat(new Mutation.Splice(2, 2, 0, true).applyTo(file))
        .containsExactly('1', '2', '1', '2', ';');
  }
}
