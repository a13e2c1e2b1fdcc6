package org.distill4j.core.teacher;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.weights.Fingerprints;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Schedule;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * Several teachers combined to one. They may be of any kind and on any backends, as teachers give
 * host values; each is asked about each batch. With the logits tᵢ of teacher i and weights wᵢ that
 * add up to 1, there are two ways to take them together:
 *
 * <pre>
 * probabilities   T · log( Σᵢ wᵢ · softmax(tᵢ / T) )   whose softmax at T is the teachers' weighted mean
 * logits          Σᵢ wᵢ · tᵢ                            whose softmax is their normalised geometric mean
 * </pre>
 *
 * <p>The first is what is meant by an ensemble: where one teacher is sure and another is not, the
 * mean is in between, and a class that one of them thinks possible stays possible. A mean of logits
 * lets the teacher with the larger logits decide. For the teachers (ln 49, 0) and (0, 0), that is
 * (0.98, 0.02) and (0.5, 0.5), the mean of probabilities is (0.74, 0.26), and the mean of logits,
 * (ln 7, 0), is (0.875, 0.125).
 *
 * <p>A mean of probabilities is one at a temperature: T must be that of the loss, or the student is
 * shown something else than the mean. {@link #of(DistillationLoss, Teacher...)} takes it from the
 * loss. To measure a student against the ensemble at temperature 1, make another one of T 1.
 *
 * <p>The sums are made in double precision by log-sum-exp, so any finite logits give finite ones. A
 * value below the least float32 becomes that.
 *
 * <p>The ensemble gives its heads alone: "logits", or where the first member has no output of that
 * name, all outputs that it has, unless others are named. The members' other outputs are left out:
 * features of different networks have nothing in common, so their mean says nothing.
 */
public final class EnsembleTeacher implements Teacher {
  private final Combination combination;
  private final List<String> heads;
  private final List<Member> members;

  private record Member(Teacher teacher, double weight) {}

  private EnsembleTeacher(Combination combination, List<String> heads, List<Member> members) {
    this.combination = combination;
    this.heads = List.copyOf(heads);
    this.members = List.copyOf(members);
    EnsembleCheck.require(heads, teachers());
  }

  /**
   * Returns the mean of probabilities at a loss's temperature and for its head.
   *
   * @param loss what the student is trained with
   * @param members the teachers, at least one, of equal weight
   * @return the ensemble
   * @throws IllegalArgumentException if the loss's temperature changes from step to step, or as
   *     {@link #ofProbabilities} describes
   */
  public static EnsembleTeacher of(DistillationLoss loss, Teacher... members) {
    if (!(loss.temperature() instanceof Schedule.Constant constant)) {
      throw new IllegalArgumentException(
          "The loss's temperature is "
              + loss.temperature()
              + ", expected a constant one, as an ensemble's mean is at one temperature.\n"
              + "Maybe use Schedule.constant, or EnsembleTeacher.ofLogits, which has none.");
    }
    return of(Combination.probabilities(constant.value()), List.of(loss.output()), members);
  }

  /**
   * The mean of probabilities at a temperature.
   *
   * @param temperature T, above 0, the same as the loss's
   * @param members the teachers, at least one, of equal weight
   * @return the ensemble
   * @throws IllegalArgumentException if T is out of range, there are no teachers, one lacks a head
   *     of classes, or they differ in classes or in what they take
   */
  public static EnsembleTeacher ofProbabilities(double temperature, Teacher... members) {
    return of(Combination.probabilities(temperature), heads(members), members);
  }

  /**
   * The mean of logits.
   *
   * @param members the teachers, at least one, of equal weight
   * @return the ensemble
   * @throws IllegalArgumentException if there are no teachers, one lacks a head of classes, or they
   *     differ in classes or in what they take
   */
  public static EnsembleTeacher ofLogits(Teacher... members) {
    return of(Combination.logits(), heads(members), members);
  }

  private static EnsembleTeacher of(
      Combination combination, List<String> heads, Teacher... members) {
    double weight = 1.0 / members.length;
    return new EnsembleTeacher(
        combination,
        heads,
        Arrays.stream(members).map(teacher -> new Member(teacher, weight)).toList());
  }

  /** Returns "logits" if the first member gives that, else all its outputs. */
  private static List<String> heads(Teacher... members) {
    Set<String> given = members.length == 0 ? Set.of() : members[0].outputs().keySet();
    return given.contains(Outputs.LOGITS) ? List.of(Outputs.LOGITS) : List.copyOf(given);
  }

  /**
   * This ensemble with other weights. They are divided by their sum.
   *
   * @param weights one for each member, in their order, at least 0 and not all 0
   * @return the changed ensemble
   * @throws IllegalArgumentException if there are more or fewer weights than members, one is not a
   *     finite number of at least 0, or all are 0
   */
  public EnsembleTeacher withWeights(double... weights) {
    double[] shares = EnsembleCheck.shares(members.size(), weights);
    List<Member> changed =
        IntStream.range(0, shares.length)
            .mapToObj(i -> new Member(members.get(i).teacher(), shares[i]))
            .toList();
    return new EnsembleTeacher(combination, heads, changed);
  }

  /**
   * This ensemble for other heads.
   *
   * @param names the outputs that are taken together, each of classes, in the wanted order
   * @return the changed ensemble
   * @throws IllegalArgumentException if there are no names, a member lacks an output of such a
   *     name, or they differ in its classes
   */
  public EnsembleTeacher withHeads(String... names) {
    return new EnsembleTeacher(combination, List.of(names), members);
  }

  private List<Teacher> teachers() {
    return members.stream().map(Member::teacher).toList();
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    Map<String, TensorSpec> first = members.get(0).teacher().outputs();
    first.forEach(
        (name, spec) -> {
          if (heads.contains(name)) {
            specs.put(name, spec);
          }
        });
    return Collections.unmodifiableMap(specs);
  }

  /** {@return the inputs of all members; empty if each takes any} */
  @Override
  public Map<String, TensorSpec> inputs() {
    Map<String, TensorSpec> all = new LinkedHashMap<>();
    for (Teacher teacher : teachers()) {
      boolean onlyOne = all.size() == 1 && teacher.inputs().size() == 1;
      if (!onlyOne) {
        all.putAll(teacher.inputs());
      }
    }
    return Collections.unmodifiableMap(all);
  }

  /** {@return the bytes of the member that takes most; empty if one does not know} */
  @Override
  public OptionalLong workingBytes() {
    List<OptionalLong> all = teachers().stream().map(Teacher::workingBytes).toList();
    return all.stream().allMatch(OptionalLong::isPresent)
        ? all.stream().mapToLong(OptionalLong::getAsLong).max()
        : OptionalLong.empty();
  }

  @Override
  public Predictions predict(Batch batch) {
    List<Predictions> teacherOutputs =
        members.stream().map(member -> member.teacher().predict(batch)).toList();
    Map<String, HostTensor> together = new LinkedHashMap<>();
    for (String head : outputs().keySet()) {
      together.put(
          head, together(head, teacherOutputs.stream().map(each -> each.get(head)).toList()));
    }
    return Predictions.of(together);
  }

  private HostTensor together(String head, List<HostTensor> teacherOutputs) {
    for (int i = 0; i < teacherOutputs.size(); i++) {
      EnsembleCheck.requireFinite(i, head, teacherOutputs.get(i));
    }
    Shape shape = teacherOutputs.get(0).shape();
    HostTensor result = HostTensor.allocate(DType.FLOAT32, shape);
    List<FloatBuffer> values = teacherOutputs.stream().map(HostTensor::floats).toList();
    double[] weights = members.stream().mapToDouble(Member::weight).toArray();
    double[][] row = new double[teacherOutputs.size()][shape.dim(1)];
    FloatBuffer target = result.floats();
    for (int i = 0; i < shape.dim(0); i++) {
      read(values, row);
      for (double value : combination.of(row, weights)) {
        target.put((float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value)));
      }
    }
    return result;
  }

  /** Advances in each member's values. */
  private static void read(List<FloatBuffer> values, double[][] row) {
    for (int member = 0; member < row.length; member++) {
      for (int i = 0; i < row[member].length; i++) {
        row[member][i] = values.get(member).get();
      }
    }
  }

  /**
   * Returns the ensemble of the members' teachers for a data set, for example their caches.
   *
   * @param data where the batches to come are from
   * @return the teacher to ask
   * @throws IllegalArgumentException if a member cannot answer for this data set
   */
  @Override
  public Teacher forData(Dataset data) {
    List<Member> asked =
        members.stream()
            .map(member -> new Member(member.teacher().forData(data), member.weight()))
            .toList();
    return new EnsembleTeacher(combination, heads, asked);
  }

  /** {@return the SHA-256 of the way, heads and weights, and the members' fingerprints} */
  @Override
  public String fingerprint() {
    StringBuilder text = new StringBuilder(combination + " " + heads);
    members.forEach(
        member -> {
          String print = member.teacher().fingerprint();
          text.append('\n').append(member.weight()).append(' ').append(print.length());
          text.append(' ').append(print);
        });
    return Fingerprints.compute(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
