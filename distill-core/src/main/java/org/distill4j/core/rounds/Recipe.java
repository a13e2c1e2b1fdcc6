package org.distill4j.core.rounds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * Code that can be sent and stored: the name of a public record and the values of its components,
 * as a line of JSON such as {@code {"code":"shop.DigitsCode","hidden":128,"temperature":4.0}}.
 * Models, losses and optimizers are made from it where they are needed, so none of them has to be
 * serializable; the record's class must be on the class path there.
 *
 * <p>Components may be {@code int}, {@code long}, {@code double}, {@code boolean}, {@code String},
 * {@code int[]}, {@code double[]} and {@code String[]}. A text makes no other class run than a
 * record of the kind that is asked for. Recipes are equal if their texts are.
 */
public final class Recipe implements Serializable {
  private static final long serialVersionUID = 1;
  private static final String CODE = "code";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The line of JSON. */
  private final String text;

  private Recipe(String text) {
    this.text = text;
  }

  /**
   * Returns the recipe of a record.
   *
   * @param code a public record of numbers and texts
   * @return its recipe
   * @throws IllegalArgumentException if its class is not public or local, or a component is of
   *     another type, named "code" or null
   */
  public static Recipe of(Record code) {
    Class<?> type = code.getClass();
    requirePublic(type);
    ObjectNode node = JSON.createObjectNode().put(CODE, type.getName());
    for (RecordComponent component : type.getRecordComponents()) {
      requireSendable(type, component);
      node.set(component.getName(), JSON.valueToTree(value(code, component)));
    }
    return new Recipe(node.toString());
  }

  private static void requirePublic(Class<?> type) {
    if (!Modifier.isPublic(type.getModifiers()) || type.getCanonicalName() == null) {
      throw new IllegalArgumentException(
          "The code "
              + type.getName()
              + " is not public, expected a public record that other processes can make.\n"
              + "Maybe move it to a file of its own, or declare it public.");
    }
  }

  private static void requireSendable(Class<?> type, RecordComponent component) {
    boolean known =
        Arrays.asList(
                int.class,
                long.class,
                double.class,
                boolean.class,
                String.class,
                int[].class,
                double[].class,
                String[].class)
            .contains(component.getType());
    if (!known || component.getName().equals(CODE)) {
      throw new IllegalArgumentException(
          "The component "
              + component.getName()
              + " of "
              + type.getName()
              + " is "
              + component.getType().getSimpleName()
              + ", expected int, long, double, boolean, String, int[], double[] or String[] under"
              + " another name than \"code\".\n"
              + "Maybe keep the number that it is made from, and make it in a method.");
    }
  }

  private static Object value(Record code, RecordComponent component) {
    Object value;
    try {
      value = component.getAccessor().invoke(code);
    } catch (IllegalAccessException | InvocationTargetException failed) {
      throw new IllegalArgumentException(
          "The component "
              + component.getName()
              + " of "
              + code.getClass().getName()
              + " could not be read: "
              + failed
              + ".\nMaybe its package is not open, or its accessor throws.",
          failed);
    }
    if (value == null) {
      throw new IllegalArgumentException(
          "The component "
              + component.getName()
              + " of "
              + code.getClass().getName()
              + " is null, expected a value.\nMaybe an empty text was meant.");
    }
    return value;
  }

  /**
   * Returns a recipe from its text.
   *
   * @param text the line of JSON
   * @return the recipe
   * @throws IllegalArgumentException if it is not JSON with the name of a record
   */
  public static Recipe parse(String text) {
    return new Recipe(read(text).toString());
  }

  private static JsonNode read(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      if (node != null && node.path(CODE).isTextual()) {
        return node;
      }
      throw notRecipe(text, "it has no text \"code\"");
    } catch (JsonProcessingException error) {
      throw notRecipe(text, error.getOriginalMessage());
    }
  }

  private static IllegalArgumentException notRecipe(String text, String problem) {
    return new IllegalArgumentException(
        "\""
            + text
            + "\" is not a recipe: "
            + problem
            + ", expected JSON such as {\"code\":\"shop.DigitsCode\",\"hidden\":128}.\n"
            + "Maybe it was cut short.");
  }

  /** {@return the line of JSON, which {@link #parse} reads} */
  public String text() {
    return text;
  }

  /**
   * Creates the record, of a class that the context class loader of the thread sees.
   *
   * @param kind what it must implement
   * @param <T> what it must implement
   * @return the record
   * @throws IllegalArgumentException if there is no such class, it is no record of that kind, or
   *     its components are others
   */
  public <T> T code(Class<T> kind) {
    JsonNode node = read(text);
    Class<?> type = type(node.path(CODE).asText());
    if (!type.isRecord() || !kind.isAssignableFrom(type)) {
      throw new IllegalArgumentException(
          type.getName()
              + " is not a record that implements "
              + kind.getName()
              + ", expected one.\nMaybe the recipe is of another kind.");
    }
    return kind.cast(made(type, node));
  }

  private static Class<?> type(String name) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    try {
      ClassLoader loader = context == null ? Recipe.class.getClassLoader() : context;
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError absent) {
      throw new IllegalArgumentException(
          "The code "
              + name
              + " was not found, expected a public record on the class path of every process.\n"
              + "Maybe its jar is missing there; Spark takes it with --jars.",
          absent);
    }
  }

  private static Object made(Class<?> type, JsonNode node) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        requireSendable(type, components[i]);
        values[i] = JSON.treeToValue(require(type, node, components[i]), components[i].getType());
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw notMade(type, refused);
    } catch (ReflectiveOperationException | JsonProcessingException failed) {
      throw notMade(type, failed);
    }
  }

  private static JsonNode require(Class<?> type, JsonNode node, RecordComponent component) {
    JsonNode value = node.path(component.getName());
    if (value.isMissingNode() || value.isNull()) {
      throw new IllegalArgumentException(
          "The recipe "
              + node
              + " has no "
              + component.getName()
              + ", expected the components of "
              + type.getName()
              + ".\nMaybe another version of the class was on the class path when it was written.");
    }
    return value;
  }

  private static IllegalArgumentException notMade(Class<?> type, Exception failed) {
    return new IllegalArgumentException(
        "The code "
            + type.getName()
            + " could not be made: "
            + failed
            + ".\nMaybe it is not public, or another version of it wrote the recipe.",
        failed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Recipe that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
