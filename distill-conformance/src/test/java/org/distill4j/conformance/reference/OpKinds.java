package org.distill4j.conformance.reference;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.distill4j.tensor.Op;

/** Names of the kinds of primitives: of each class, and of each constant of its enumerations. */
final class OpKinds {
  private OpKinds() {}

  /** Every kind of one class. */
  static List<String> of(Class<?> op) {
    List<Class<?>> kinds =
        Arrays.stream(op.getRecordComponents())
            .<Class<?>>map(RecordComponent::getType)
            .filter(type -> type.isEnum() && !type.equals(Op.Form.class))
            .toList();
    return kinds.isEmpty()
        ? List.of(op.getSimpleName())
        : Arrays.stream(kinds.get(0).getEnumConstants())
            .map(kind -> op.getSimpleName() + "[kind=" + kind + "]")
            .toList();
  }

  /** The kind of one operation. */
  static String of(Op op) {
    String name = op.getClass().getSimpleName();
    int kind = op.toString().indexOf("[kind=");
    return kind < 0 ? name : name + op.toString().substring(kind).split("[,\\]]", 2)[0] + "]";
  }
}
