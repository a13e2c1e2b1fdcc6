package org.distill4j.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.distill4j.core.data.ObjectRows;

/** The values of a row as texts, numbers, booleans, lists and maps. */
final class CellValues {
  private CellValues() {}

  static Object of(Group group, int field) {
    Type type = group.getType().getType(field);
    int count = group.getFieldRepetitionCount(field);
    if (type.isRepetition(Type.Repetition.REPEATED)) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        values.add(value(group, type, field, i));
      }
      return values;
    }
    return count == 0 ? ObjectRows.MISSING : value(group, type, field, 0);
  }

  private static Object value(Group group, Type type, int field, int index) {
    if (type.isPrimitive()) {
      return primitive(group, type.asPrimitiveType(), field, index);
    }
    Group inner = group.getGroup(field, index);
    boolean isList =
        type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation;
    return isList ? list(inner) : map(inner);
  }

  /**
   * Returns the items of a list, each of which is in a group of its own where items may be missing.
   */
  private static List<Object> list(Group group) {
    List<Object> items = new ArrayList<>();
    Type repeated = group.getType().getType(0);
    for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
      boolean wrapped = !repeated.isPrimitive() && isWrapper(repeated.asGroupType());
      items.add(wrapped ? of(group.getGroup(0, i), 0) : value(group, repeated, 0, i));
    }
    return items;
  }

  private static boolean isWrapper(GroupType repeated) {
    return repeated.getFieldCount() == 1;
  }

  private static Map<String, Object> map(Group group) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < group.getType().getFieldCount(); i++) {
      values.put(group.getType().getFieldName(i), of(group, i));
    }
    return values;
  }

  private static Object primitive(Group group, PrimitiveType type, int field, int index) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
      return new BigDecimal(unscaled(group, type, field, index), decimal.getScale());
    }
    boolean unsigned = meaning instanceof IntLogicalTypeAnnotation whole && !whole.isSigned();
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> {
        int value = group.getInteger(field, index);
        yield unsigned ? Integer.toUnsignedLong(value) : (Object) value;
      }
      case INT64 -> {
        long value = group.getLong(field, index);
        yield unsigned ? Long.toUnsignedString(value) : (Object) value;
      }
      case FLOAT -> group.getFloat(field, index);
      case DOUBLE -> group.getDouble(field, index);
      case BOOLEAN -> group.getBoolean(field, index);
      case BINARY -> group.getBinary(field, index).toStringUsingUTF8();
      default ->
          throw new RefusedException(
              "the column \"" + type.getName() + "\" is of type " + type,
              "leave it out, or write it as numbers");
    };
  }

  private static BigInteger unscaled(Group group, PrimitiveType type, int field, int index) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> BigInteger.valueOf(group.getInteger(field, index));
      case INT64 -> BigInteger.valueOf(group.getLong(field, index));
      default -> new BigInteger(group.getBinary(field, index).getBytes());
    };
  }
}
