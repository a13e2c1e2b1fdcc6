package org.distill4j.cli.kind;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.util.List;
import java.util.Optional;

/** The name of the method that a reference means. */
final class MethodName {
  private MethodName() {}

  /** The call of the method with these arguments. */
  static JavaCode call(MethodReference reference, List<JavaCode> arguments) {
    SerializedLambda method = named(reference);
    ClassName owner = ClassName.ofInternal(method.getImplClass());
    return switch (method.getImplMethodKind()) {
      case MethodHandleInfo.REF_newInvokeSpecial -> new JavaCode.NewObject(owner, arguments);
      case MethodHandleInfo.REF_invokeStatic ->
          new JavaCode.StaticCall(owner, method.getImplMethodName(), arguments);
      default ->
          new JavaCode.MethodCall(
              arguments.get(0), method.getImplMethodName(), arguments.subList(1, arguments.size()));
    };
  }

  /** What messages call the method: its own name, or that of the class whose constructor it is. */
  static String shown(MethodReference reference) {
    SerializedLambda method = named(reference);
    return method.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial
        ? ClassName.ofInternal(method.getImplClass()).name()
        : method.getImplMethodName();
  }

  private static SerializedLambda named(MethodReference reference) {
    try (Form form = new Form()) {
      form.writeObject(reference);
      return form.found
          .filter(method -> !method.getImplMethodName().startsWith("lambda$"))
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "A kind of "
                          + reference.getClass().getName().replaceAll("\\$\\$.*", "")
                          + " is made by a lambda expression, which has no name, expected a method"
                          + " reference such as Dense::of.\n"
                          + "Maybe move its body into a public static method."));
    } catch (IOException error) {
      throw new UncheckedIOException("A method reference cannot be written", error);
    }
  }

  /** Takes the form in which Java would store a method reference, and stores nothing. */
  private static final class Form extends ObjectOutputStream {
    private Optional<SerializedLambda> found = Optional.empty();

    Form() throws IOException {
      super(OutputStream.nullOutputStream());
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      if (object instanceof SerializedLambda method) {
        found = Optional.of(method);
      }
      return "";
    }
  }
}
