package org.distill4j.djl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.distill4j.ir.InPlace;
import org.distill4j.ir.Program;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/**
 * The optimizers that PyTorch has fused kernels for. These change variables in place, after all
 * that reads them as they were, and variables with the same numbers share one call. PyTorch takes a
 * list that a script makes for one that nobody reads again, and drops the call; so the lists of
 * variables are bound to the script.
 */
final class ScriptOptimizers {
  /** The optimizers, and how many of their inputs are gradients. */
  private static final Map<String, Integer> GRADIENTS =
      Map.of("adam", 1, "adamw", 1, "sgd", 1, "row-adam", 2);

  private static final String NO_TENSORS = "annotate(List[Tensor], [])";

  private final Collection<InPlace> inPlace;
  private final ScriptWriter writer;
  private final Map<Tensor, ScriptValue> values;
  private final Map<Call, List<Update>> calls = new LinkedHashMap<>();
  private final Map<String, List<String>> lists = new LinkedHashMap<>();
  private final Set<String> updated = new HashSet<>();
  private final RowUpdates rows;

  /** A call of a kernel: its name, its numbers, and the number of a step, if it takes one. */
  record Call(String kernel, String numbers, Optional<ScriptValue.Numeral> step) {
    /** All arguments of the kernel, from the lists of parameters, gradients and slots. */
    Object[] with(ScriptWriter writer, List<Object> lists, int count) {
      List<Object> all = new ArrayList<>(lists);
      if (lists.size() == 2) {
        all.add(NO_TENSORS);
      }
      if (step.isPresent()) {
        ScriptValue number = writer.filled(ScriptValue.SCALAR, step.get());
        all.addAll(List.of(NO_TENSORS, Collections.nCopies(count, number)));
      }
      all.add(numbers + ", maximize=False, grad_scale=None, found_inf=None");
      return all.toArray();
    }
  }

  /** The variables of a parameter and its slots, and the gradient. */
  private record Update(List<String> variables, ScriptValue gradient) {}

  ScriptOptimizers(Program program, ScriptWriter writer, Map<Tensor, ScriptValue> values) {
    this.inPlace = InPlace.among(program, GRADIENTS).values();
    this.writer = writer;
    this.values = values;
    this.rows = new RowUpdates(writer);
  }

  /** The variables in the lists that the script has to be bound to, by the lists' names. */
  Map<String, List<String>> lists() {
    return lists;
  }

  /** The variables that are updated in place. */
  Set<String> updated() {
    return updated;
  }

  /** The new values, if there is a kernel, and they are those of the variables themselves. */
  Optional<List<ScriptValue>> whole(Composite composite, List<ScriptValue> in) {
    Optional<InPlace> found = inPlace(composite, in);
    if (found.isEmpty() || ScriptWriter.phase(in.toArray()) == ScriptValue.Phase.AFTER) {
      return Optional.empty();
    }
    List<String> names = found.get().names();
    updated.addAll(names);
    if (composite.name().equals("row-adam")) {
      rows.write(adam(composite, in), in);
    } else {
      Call call = composite.name().equals("sgd") ? sgd(composite, in) : adam(composite, in);
      calls.computeIfAbsent(call, any -> new ArrayList<>()).add(new Update(names, in.get(1)));
    }
    return Optional.of(
        found.get().variables().stream().map(in::get).map(ScriptOptimizers::after).toList());
  }

  private Optional<InPlace> inPlace(Composite composite, List<ScriptValue> in) {
    return inPlace.stream()
        .filter(update -> update.application().composite() == composite)
        .filter(update -> values(update.application()).equals(in))
        .findFirst();
  }

  private List<ScriptValue> values(Op.Application application) {
    return application.inputs().stream().map(values::get).toList();
  }

  private static ScriptValue after(ScriptValue state) {
    return ScriptValue.tensor(state.spec(), ScriptValue.Phase.AFTER, state.tensor()).sharing();
  }

  /** Rate, step and the two corrections of the bias are the last inputs. */
  private Call adam(Composite composite, List<ScriptValue> in) {
    int rate = in.size() - 4;
    boolean decays = composite.name().equals("adamw");
    String numbers =
        "lr=%s, beta1=%s, beta2=%s, weight_decay=%s, eps=%s, amsgrad=False"
            .formatted(
                writer.number(in.get(rate)),
                composite.number("beta1"),
                composite.number("beta2"),
                decays ? composite.number("weightDecay") : 0.0,
                composite.number("epsilon"));
    String kernel = decays ? "_fused_adamw_" : "_fused_adam_";
    return new Call(kernel, numbers, Optional.of(writer.number(in.get(rate + 1))));
  }

  private Call sgd(Composite composite, List<ScriptValue> in) {
    String numbers =
        "weight_decay=%s, momentum=%s, lr=%s, dampening=0.0, nesterov=%s, is_first_step=False"
            .formatted(
                composite.number("weightDecay"),
                composite.number("momentum"),
                writer.number(in.get(in.size() - 1)),
                composite.number("nesterov") == 0 ? "False" : "True");
    return new Call("_fused_sgd_", numbers, Optional.empty());
  }

  /** Writes the calls, after all that reads variables as they were. */
  void finish() {
    calls.forEach(this::write);
    rows.finish();
  }

  private void write(Call call, List<Update> updates) {
    ScriptValue.Phase phase = ScriptValue.Phase.BEFORE;
    Stream<ScriptValue> gradients = updates.stream().map(Update::gradient);
    // The kernels pair elements by their place in memory, whatever a gradient's strides.
    List<String> dense = gradients.map(g -> writer.text(phase, "contiguous", g)).toList();
    List<Object> arguments = new ArrayList<>(List.of(list(updates, 0), dense));
    for (int slot = 1; slot < updates.get(0).variables().size(); slot++) {
      arguments.add(list(updates, slot));
    }
    Object[] all = call.with(writer, arguments, updates.size());
    writer.statement(phase, writer.text(phase, call.kernel(), all));
  }

  private String list(List<Update> updates, int index) {
    String list = "updated" + lists.size();
    lists.put(list, updates.stream().map(update -> update.variables().get(index)).toList());
    return "self." + list;
  }
}
