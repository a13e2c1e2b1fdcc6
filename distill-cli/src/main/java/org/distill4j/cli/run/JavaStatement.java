package org.distill4j.cli.run;

import java.util.List;
import java.util.stream.Stream;
import org.distill4j.cli.kind.ClassName;
import org.distill4j.cli.kind.JavaCode;

/** A statement of a Java program. */
sealed interface JavaStatement {
  /** The lines of the statement. */
  Stream<String> lines();

  /** The names of the classes that a program with this statement imports. */
  Stream<String> imports();

  /** A local variable with its value. */
  record Declaration(ClassName type, String name, JavaCode value) implements JavaStatement {
    @Override
    public Stream<String> lines() {
      return Stream.of(text() + ";");
    }

    private String text() {
      return type.name() + " " + name + " = " + value.text();
    }

    @Override
    public Stream<String> imports() {
      return Stream.concat(type.imports(), value.imports());
    }
  }

  /** A call whose result nobody needs. */
  record Call(JavaCode call) implements JavaStatement {
    @Override
    public Stream<String> lines() {
      return Stream.of(call.text() + ";");
    }

    @Override
    public Stream<String> imports() {
      return call.imports();
    }
  }

  /** Statements with a resource that is closed after them. */
  record Try(Declaration resource, List<JavaStatement> body) implements JavaStatement {
    @Override
    public Stream<String> lines() {
      Stream<String> inside = body.stream().flatMap(JavaStatement::lines).map(line -> "  " + line);
      return Stream.of(Stream.of("try (" + resource.text() + ") {"), inside, Stream.of("}"))
          .flatMap(lines -> lines);
    }

    @Override
    public Stream<String> imports() {
      return Stream.concat(resource.imports(), body.stream().flatMap(JavaStatement::imports));
    }
  }

  /** A class named Training whose main method is these statements. */
  static String program(List<JavaStatement> body) {
    StringBuilder text = new StringBuilder();
    body.stream()
        .flatMap(JavaStatement::imports)
        .distinct()
        .sorted()
        .forEach(name -> text.append("import ").append(name).append(";\n"));
    text.append("\npublic final class Training {\n");
    text.append("  private Training() {}\n\n");
    text.append("  public static void main(String[] args) {\n");
    body.stream()
        .flatMap(JavaStatement::lines)
        .forEach(line -> text.append("    ").append(line).append('\n'));
    return text.append("  }\n}\n").toString();
  }
}
