package org.distill4j.core.data;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.InputNames;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A data set with inputs that are derived from existing ones: a mask of padding, or one number
 * everywhere. So a teacher that takes "attention_mask" and "token_type_ids" can be asked about
 * examples that have ids alone.
 */
public final class DerivedInputs extends DatasetWrapper {
  /** One derived input. */
  private record Rule(String name, String from, String text, IntUnaryOperator value) {}

  private final List<Rule> rules;
  private final Optional<String> padding;

  private DerivedInputs(Dataset source, List<Rule> rules, Optional<String> padding) {
    super(source);
    this.rules = List.copyOf(rules);
    this.padding = padding;
  }

  /**
   * Returns a data set to which inputs can be added.
   *
   * @param source the data set
   * @return the view, as yet without more inputs
   */
  public static DerivedInputs of(Dataset source) {
    return new DerivedInputs(source, List.of(), source.padding());
  }

  /**
   * Returns this data set with a mask that marks positions without padding; losses and metrics
   * leave out the padding.
   *
   * @param name the name of the mask, which is INT32 and 1 where the ids are no padding, else 0
   * @param ids the name of the token ids
   * @param padding the id of padding
   * @return the view
   * @throws IllegalArgumentException if there is no INT32 input of that name, or one of the mask's
   *     name already
   */
  public DerivedInputs mask(String name, String ids, int padding) {
    Rule rule = new Rule(name, ids, "mask of " + padding, id -> id == padding ? 0 : 1);
    return with(rule, Optional.of(name));
  }

  /**
   * Returns this data set with an input that is the same number everywhere, such as token types.
   *
   * @param name the input's name
   * @param like the name of an INT32 input that it has the shape of
   * @param value the number
   * @return the view
   * @throws IllegalArgumentException if there is no INT32 input of that name, or one of the new
   *     name already
   */
  public DerivedInputs constant(String name, String like, int value) {
    return with(new Rule(name, like, "always " + value, id -> value), padding);
  }

  private DerivedInputs with(Rule rule, Optional<String> mask) {
    TensorSpec spec = inputs().get(rule.from());
    if (spec == null || spec.type() != DType.INT32 || inputs().containsKey(rule.name())) {
      throw new IllegalArgumentException(
          "The input \""
              + rule.name()
              + "\" was to be made from \""
              + rule.from()
              + "\" of the inputs "
              + inputs()
              + ", expected a new name and an INT32 input.\nMaybe the ids have another name.");
    }
    List<Rule> more = new ArrayList<>(rules);
    more.add(rule);
    return new DerivedInputs(source, more, mask);
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    Map<String, TensorSpec> specs = new LinkedHashMap<>(source.inputs());
    rules.forEach(rule -> specs.put(rule.name(), specs.get(rule.from())));
    return Collections.unmodifiableMap(specs);
  }

  @Override
  public Optional<String> padding() {
    return padding;
  }

  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    Batch batch = source.batch(memory, indices);
    Map<String, HostTensor> inputs = new LinkedHashMap<>(batch.inputs());
    for (Rule rule : rules) {
      HostTensor from = InputNames.find(rule.from(), rules.size() + 1, inputs);
      inputs.put(rule.name(), derived(memory, rule, from));
    }
    return batch.withInputs(inputs);
  }

  @Override
  Dataset viewOf(Dataset other) {
    return new DerivedInputs(other, rules, padding);
  }

  private static HostTensor derived(HostAllocator memory, Rule rule, HostTensor from) {
    HostTensor to = memory.allocate("derived/" + rule.name(), from.spec());
    IntBuffer source = from.ints();
    IntBuffer target = to.ints();
    for (int i = 0; i < source.capacity(); i++) {
      target.put(i, rule.value().applyAsInt(source.get(i)));
    }
    return to;
  }

  /** {@return the SHA-256 of the source's fingerprint and the rules} */
  @Override
  public String fingerprint() {
    Fingerprint parts = new Fingerprint().add("derived inputs").add(source.fingerprint());
    rules.forEach(rule -> parts.add(rule.name()).add(rule.from()).add(rule.text()));
    return parts.hex();
  }
}
