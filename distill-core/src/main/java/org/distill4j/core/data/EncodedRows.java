package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Inputs;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** Makes inputs of rows of numbers and category numbers. */
final class EncodedRows {
  private final int numbers;
  private final int[] categories;
  private final List<String> categoryColumns;
  private final TableInputs form;

  private EncodedRows(TableEncoding encoding, TableInputs form) {
    this.numbers = encoding.numbers();
    this.categories = encoding.categories();
    this.categoryColumns =
        encoding.columns().stream()
            .filter(ColumnEncoding.Categorical.class::isInstance)
            .map(ColumnEncoding::name)
            .toList();
    this.form = form;
  }

  static EncodedRows of(TableEncoding encoding, TableInputs form) {
    EncodedRows rows = new EncodedRows(encoding, form);
    if (form == TableInputs.COLUMNS && rows.categoryColumns.contains(TableInputs.NUMBERS)) {
      throw new IllegalArgumentException(
          "A column of categories is called \""
              + TableInputs.NUMBERS
              + "\", which is the input of all numbers, expected another name.\n"
              + "Maybe rename it, or take "
              + TableInputs.NUMBERS_AND_CATEGORIES
              + ".");
    }
    return rows;
  }

  /** Returns the number of stored values of a row. */
  int kept() {
    return numbers + categories.length;
  }

  Map<String, TensorSpec> specs() {
    if (form == TableInputs.VECTOR) {
      return Map.of(Inputs.INPUT, TensorSpec.floats(numbers + Arrays.stream(categories).sum()));
    }
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    if (numbers > 0) {
      specs.put(TableInputs.NUMBERS, TensorSpec.floats(numbers));
    }
    if (form == TableInputs.COLUMNS) {
      categoryColumns.forEach(name -> specs.put(name, TensorSpec.ints()));
    } else if (categories.length > 0) {
      specs.put(TableInputs.CATEGORIES, TensorSpec.ints(categories.length));
    }
    return Collections.unmodifiableMap(specs);
  }

  /** Returns the inputs of some rows that are vectors, (rows, width). */
  Map<String, HostTensor> inputs(HostAllocator memory, HostTensor vectors) {
    int rows = vectors.shape().dim(0);
    FloatBuffer from = vectors.floats();
    FloatBuffer kept = FloatBuffer.allocate(rows * kept());
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < numbers; i++) {
        kept.put(from.get());
      }
      for (int width : categories) {
        int category = 0;
        for (int each = 0; each < width; each++) {
          category = from.get() == 1 ? each : category;
        }
        kept.put(category);
      }
    }
    return inputs(memory, kept.flip(), rows);
  }

  /** Returns the inputs of some rows, which lie one after the other. */
  Map<String, HostTensor> inputs(HostAllocator memory, FloatBuffer kept, int rows) {
    Map<String, HostTensor> inputs = new LinkedHashMap<>();
    specs()
        .forEach(
            (name, spec) -> {
              HostTensor tensor = memory.allocate("encoded/" + name, spec.batched(rows));
              for (int row = 0; row < rows; row++) {
                put(name, kept.slice(row * kept(), kept()), row, tensor);
              }
              inputs.put(name, tensor);
            });
    return inputs;
  }

  private void put(String name, FloatBuffer kept, int row, HostTensor tensor) {
    if (form == TableInputs.VECTOR) {
      spread(kept, tensor.floats().position(row * tensor.shape().dim(1)));
    } else if (tensor.type() == DType.FLOAT32) {
      tensor.floats().put(row * numbers, kept, 0, numbers);
    } else {
      int first = form == TableInputs.COLUMNS ? categoryColumns.indexOf(name) : 0;
      int count = form == TableInputs.COLUMNS ? 1 : categories.length;
      IntStream.range(0, count)
          .forEach(i -> tensor.ints().put(row * count + i, (int) kept.get(numbers + first + i)));
    }
  }

  private void spread(FloatBuffer kept, FloatBuffer target) {
    target.put(kept.slice(0, numbers));
    for (int i = 0; i < categories.length; i++) {
      int category = (int) kept.get(numbers + i);
      for (int each = 0; each < categories[i]; each++) {
        target.put(each == category ? 1 : 0);
      }
    }
  }
}
