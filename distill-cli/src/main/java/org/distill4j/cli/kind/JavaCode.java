package org.distill4j.cli.kind;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An expression of a Java program, as a tree that knows the classes it uses. */
public sealed interface JavaCode {
  /** {@return the expression as a program writes it} */
  String text();

  /** {@return the names of the classes that a program with this expression imports} */
  Stream<String> imports();

  /**
   * A literal or the name of a variable.
   *
   * @param text the text
   */
  record Literal(String text) implements JavaCode {
    @Override
    public Stream<String> imports() {
      return Stream.empty();
    }
  }

  /**
   * A constant of a class.
   *
   * @param owner the class
   * @param name the constant
   */
  record Constant(ClassName owner, String name) implements JavaCode {
    @Override
    public String text() {
      return owner.name() + "." + name;
    }

    @Override
    public Stream<String> imports() {
      return owner.imports();
    }
  }

  /**
   * A call of a static method.
   *
   * @param owner the class
   * @param method the method
   * @param arguments the arguments
   */
  record StaticCall(ClassName owner, String method, List<JavaCode> arguments) implements JavaCode {
    @Override
    public String text() {
      return owner.name() + "." + method + "(" + new Arguments(arguments).text() + ")";
    }

    @Override
    public Stream<String> imports() {
      return Stream.concat(owner.imports(), new Arguments(arguments).imports());
    }
  }

  /**
   * A new object.
   *
   * @param owner its class
   * @param arguments the arguments of the constructor
   */
  record NewObject(ClassName owner, List<JavaCode> arguments) implements JavaCode {
    @Override
    public String text() {
      return "new " + owner.name() + "(" + new Arguments(arguments).text() + ")";
    }

    @Override
    public Stream<String> imports() {
      return Stream.concat(owner.imports(), new Arguments(arguments).imports());
    }
  }

  /**
   * A call of an object's method.
   *
   * @param target the object
   * @param method the method
   * @param arguments the arguments
   */
  record MethodCall(JavaCode target, String method, List<JavaCode> arguments) implements JavaCode {
    @Override
    public String text() {
      return target.text() + "." + method + "(" + new Arguments(arguments).text() + ")";
    }

    @Override
    public Stream<String> imports() {
      return Stream.concat(target.imports(), new Arguments(arguments).imports());
    }
  }

  /**
   * An object seen as one of another class.
   *
   * @param type the class
   * @param object the object
   */
  record Cast(ClassName type, JavaCode object) implements JavaCode {
    @Override
    public String text() {
      return "((" + type.name() + ") " + object.text() + ")";
    }

    @Override
    public Stream<String> imports() {
      return Stream.concat(type.imports(), object.imports());
    }
  }

  /**
   * The last arguments of a method that takes any number of them.
   *
   * @param items the arguments
   */
  record Arguments(List<JavaCode> items) implements JavaCode {
    @Override
    public String text() {
      return items.stream()
          .map(JavaCode::text)
          .filter(text -> !text.isEmpty())
          .collect(Collectors.joining(", "));
    }

    @Override
    public Stream<String> imports() {
      return items.stream().flatMap(JavaCode::imports);
    }
  }

  /**
   * Writes a text as a Java literal.
   *
   * @param text the text
   * @return the literal with its quotes
   */
  static String quoted(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        literal.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        literal.append(String.format("\\u%04x", (int) c));
      } else {
        literal.append(c);
      }
    }
    return literal.append('"').toString();
  }
}
