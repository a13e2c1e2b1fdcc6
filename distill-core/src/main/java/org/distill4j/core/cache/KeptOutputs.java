package org.distill4j.core.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.TensorSpec;

/** Which encoding each output of a teacher gets. */
final class KeptOutputs {
  private KeptOutputs() {}

  static List<KeptOutput> of(Map<String, TensorSpec> outputs, CacheOptions options) {
    requireKnown(options.outputs().keySet(), outputs.keySet());
    requireOneForTopK(outputs, options);
    List<KeptOutput> kept = new ArrayList<>();
    outputs.forEach(
        (name, spec) -> kept.add(new KeptOutput(name, spec, encoding(name, spec, options))));
    return kept;
  }

  private static Encoding encoding(String name, TensorSpec spec, CacheOptions options) {
    Encoding own = options.outputs().get(name);
    if (own != null) {
      return own;
    }
    return spec.type() == DType.FLOAT32 ? options.encoding() : Encoding.float32();
  }

  private static void requireKnown(Set<String> named, Set<String> present) {
    for (String name : named) {
      if (!present.contains(name)) {
        throw new IllegalArgumentException(
            "There is an encoding for output \""
                + name
                + "\", expected one of "
                + present
                + ".\nMaybe the name is misspelt or belongs to another teacher.");
      }
    }
  }

  /** Features look like logits, and top-k would ruin them. */
  private static void requireOneForTopK(Map<String, TensorSpec> outputs, CacheOptions options) {
    long unnamed =
        outputs.entrySet().stream()
            .filter(output -> output.getValue().type() == DType.FLOAT32)
            .filter(output -> !options.outputs().containsKey(output.getKey()))
            .count();
    if (options.encoding() instanceof Encoding.TopK && unnamed > 1) {
      throw new IllegalArgumentException(
          "All of the outputs "
              + outputs.keySet()
              + " shall be kept as "
              + options.encoding()
              + ", expected to be told which of them are logits.\nMaybe use"
              + " CacheOptions.of(Encoding.float16()).withOutput(\"logits\", Encoding.topK(…)).");
    }
  }
}
