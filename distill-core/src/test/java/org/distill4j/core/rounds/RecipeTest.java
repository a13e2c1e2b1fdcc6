package org.distill4j.core.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import org.distill4j.core.model.Models;
import org.distill4j.model.Model;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A recipe")
class RecipeTest {
  /** Components of every type. */
  @SuppressWarnings("ArrayRecordComponent") // Arrays are among what can be sent.
  public record Everything(
      int number,
      long many,
      double exact,
      boolean isOn,
      String text,
      int[] widths,
      double[] rates,
      String[] names)
      implements ModelCode {
    @Override
    public Model model() {
      return Models.mlp(widths);
    }
  }

  /** A component that cannot be sent. */
  public record Listed(List<String> names) {}

  /** A name that the class has already. */
  public record Named(String code) {}

  /** Refuses its number. */
  public record Picky(int number) implements ModelCode {
    public Picky {
      if (number < 0) {
        throw new IllegalArgumentException("The number is " + number);
      }
    }

    @Override
    public Model model() {
      return Models.mlp(number, 2);
    }
  }

  record Hidden(int number) {}

  private static final Everything ALL =
      new Everything(
          3,
          1L << 60,
          0.1,
          true,
          "a \"quoted\" ü",
          new int[] {4, 3},
          new double[] {0.1, Math.PI},
          new String[] {"one", ""});

  @Test
  @DisplayName("is a line of text, and makes an equal record of it")
  void text() {
    Recipe recipe = Recipe.of(ALL);
    Everything made = Recipe.parse(recipe.text()).code(Everything.class);
    assertThat(made).usingRecursiveComparison().isEqualTo(ALL);
    assertThat(Recipe.of(made)).isEqualTo(recipe).hasSameHashCodeAs(recipe);
    assertThat(recipe)
        .hasToString(
            "{\"code\":\"org.distill4j.core.rounds.RecipeTest$Everything\",\"number\":3,"
                + "\"many\":1152921504606846976,\"exact\":0.1,\"isOn\":true,"
                + "\"text\":\"a \\\"quoted\\\" ü\",\"widths\":[4,3],"
                + "\"rates\":[0.1,3.141592653589793],\"names\":[\"one\",\"\"]}");
  }

  @Test
  @DisplayName("passes through Java's serialization")
  void serialized() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(Recipe.of(ALL));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(Recipe.of(ALL));
    }
  }

  @Test
  @DisplayName("refuses code that another process could not make")
  void unsendable() {
    assertThatThrownBy(() -> Recipe.of(new Hidden(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The code org.distill4j.core.rounds.RecipeTest$Hidden is not public, expected a public"
                + " record that other processes can make.\n"
                + "Maybe move it to a file of its own, or declare it public.");
    assertThatThrownBy(() -> Recipe.of(new Listed(List.of())))
        .hasMessageContaining("The component names of ")
        .hasMessageContaining(" is List, expected int, long, double, boolean, String, int[],");
    assertThatThrownBy(() -> Recipe.of(new Named("x")))
        .hasMessageContaining("another name than \"code\"");
  }

  @Test
  @DisplayName("refuses a text that is not one")
  void notOne() {
    assertThatThrownBy(() -> Recipe.parse("{\"code\":"))
        .hasMessageContaining("is not a recipe")
        .hasMessageEndingWith("Maybe it was cut short.");
    assertThatThrownBy(() -> Recipe.parse("[1]")).hasMessageContaining("it has no text \"code\"");
    assertThatThrownBy(() -> Recipe.parse("")).hasMessageContaining("is not a recipe");
  }

  @Test
  @DisplayName("makes nothing but records of the kind that is asked for")
  void otherKinds() {
    for (Class<?> other : Arrays.asList(String.class, Named.class, Runtime.class)) {
      Recipe recipe = Recipe.parse("{\"code\":\"" + other.getName() + "\"}");
      assertThatThrownBy(() -> recipe.code(ModelCode.class))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              other.getName()
                  + " is not a record that implements org.distill4j.core.rounds.ModelCode, expected"
                  + " one.\nMaybe the recipe is of another kind.");
    }
  }

  @Test
  @DisplayName("says which class is missing, and where from")
  void absent() {
    assertThatThrownBy(() -> Recipe.parse("{\"code\":\"no.Such\"}").code(ModelCode.class))
        .hasMessage(
            "The code no.Such was not found, expected a public record on the class path of every"
                + " process.\nMaybe its jar is missing there; Spark takes it with --jars.");
  }

  @Test
  @DisplayName("says which component is missing, and passes on what the record refuses")
  void components() {
    String name = Picky.class.getName();
    assertThatThrownBy(() -> Recipe.parse("{\"code\":\"" + name + "\"}").code(ModelCode.class))
        .hasMessageContaining("has no number, expected the components of " + name);
    assertThatThrownBy(
            () -> Recipe.parse("{\"code\":\"" + name + "\",\"number\":-1}").code(ModelCode.class))
        .hasMessage("The number is -1");
    assertThatThrownBy(
            () ->
                Recipe.parse("{\"code\":\"" + name + "\",\"number\":\"x\"}").code(ModelCode.class))
        .hasMessageContaining("could not be made");
  }
}
