package org.distill4j.core.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.data.Dataset;
import org.distill4j.teacher.DataAxes;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.TensorSpec;

/** The encodings of a teacher's outputs. */
final class CachedOutputs {
  private CachedOutputs() {}

  static List<CachedOutput> of(Teacher teacher, Dataset data, CacheOptions options) {
    Map<String, TensorSpec> outputs = DataAxes.outputs(teacher, data);
    requireKnown(options.outputs().keySet(), outputs.keySet());
    requireOneForTopK(outputs, options);
    List<CachedOutput> cached = new ArrayList<>();
    outputs.forEach(
        (name, spec) ->
            cached.add(
                new CachedOutput(
                    name, spec, fixed(name, spec, data), encoding(name, spec, options))));
    return cached;
  }

  private static TensorSpec fixed(String name, TensorSpec spec, Dataset data) {
    if (!data.longest().keySet().containsAll(spec.shape().freeAxes())) {
      throw new IllegalArgumentException(
          "The output \""
              + name
              + "\" is "
              + spec
              + " and shall be cached, expected the data set to tell the largest lengths, and its"
              + " longest() is "
              + data.longest()
              + ".\nMaybe the teacher is to be asked each step; TrainingPlan.Builder.teacherCalls"
              + " chooses that.");
    }
    return new TensorSpec(spec.type(), spec.shape().fixed(data.longest()));
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
              + " shall be cached as "
              + options.encoding()
              + ", expected to be told which of them are logits.\nMaybe use"
              + " CacheOptions.of(Encoding.float16()).withOutput(\"logits\", Encoding.topK(…)).");
    }
  }
}
