package org.distill4j.conformance.broken;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.conformance.DrivenBackend;
import org.distill4j.ir.Program;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Compilers with a fault in how they run programs and keep variables. */
final class ProgramFaults {
  private ProgramFaults() {}

  /** Runs that are broken after they were compiled. */
  private static DrivenBackend runs(UnaryOperator<Executable> change) {
    return PassingCompiler.sessions(
        right ->
            new PassingPrograms(right) {
              @Override
              public Executable compile(Program program, Variables variables) {
                return change.apply(super.compile(program, variables));
              }
            });
  }

  static DrivenBackend reversedScalars() {
    return runs(
        right ->
            new PassingExecutable(right) {
              @Override
              public List<HostTensor> run(List<HostTensor> feeds, double... scalars) {
                double[] reversed = scalars.clone();
                Arrays.setAll(reversed, i -> scalars[scalars.length - 1 - i]);
                return super.run(feeds, reversed);
              }
            });
  }

  /** What should be 0 is almost 0. */
  static DrivenBackend noisyZeros() {
    return runs(
        right ->
            new PassingExecutable(right) {
              @Override
              public List<HostTensor> run(List<HostTensor> feeds, double... scalars) {
                List<HostTensor> outputs = super.run(feeds, scalars);
                outputs.forEach(ProgramFaults::fillZeros);
                return outputs;
              }
            });
  }

  private static void fillZeros(HostTensor output) {
    for (int i = 0; output.type() == DType.FLOAT32 && i < output.size(); i++) {
      float element = output.floats().get(i);
      output.floats().put(i, element == 0 ? 1e-9f : element);
    }
  }

  /** Outputs in the order of their names. */
  static DrivenBackend sortedOutputs() {
    return PassingCompiler.sessions(
        right ->
            new PassingPrograms(right) {
              @Override
              public Executable compile(Program program, Variables variables) {
                Map<String, Tensor> sorted = new TreeMap<>(program.outputs());
                return super.compile(
                    new Program(program.feeds(), program.scalars(), sorted, program.updates()),
                    variables);
              }
            });
  }

  /** The first run's scalars are kept. */
  static DrivenBackend frozenScalars() {
    return runs(
        right ->
            new PassingExecutable(right) {
              private final List<double[]> first = new ArrayList<>();

              @Override
              public List<HostTensor> run(List<HostTensor> feeds, double... scalars) {
                first.add(scalars);
                return super.run(feeds, first.get(0));
              }
            });
  }

  /** Each run writes into the outputs of the run before. */
  static DrivenBackend recycledOutputs() {
    return runs(
        right ->
            new PassingExecutable(right) {
              private List<HostTensor> outputs = List.of();

              @Override
              public List<HostTensor> run(List<HostTensor> feeds, double... scalars) {
                List<HostTensor> fresh = super.run(feeds, scalars);
                outputs = outputs.isEmpty() ? fresh : outputs;
                for (int i = 0; i < fresh.size(); i++) {
                  copy(fresh.get(i), outputs.get(i));
                }
                return outputs;
              }
            });
  }

  private static void copy(HostTensor from, HostTensor to) {
    for (int i = 0; i < from.size(); i++) {
      switch (from.type()) {
        case FLOAT32 -> to.floats().put(i, from.floats().get(i));
        case INT32, BOOL -> to.ints().put(i, from.ints().get(i));
      }
    }
  }

  /** Memory that nobody has cleared. */
  static DrivenBackend unclearedVariables() {
    return PassingCompiler.sessions(
        right ->
            new PassingPrograms(right) {
              @Override
              public Variables variables(Map<String, TensorSpec> specs) {
                Variables made = super.variables(specs);
                specs.forEach((name, spec) -> made.write(name, filled(spec, 0.5f)));
                return made;
              }
            });
  }

  private static HostTensor filled(TensorSpec spec, float value) {
    HostTensor tensor = HostTensor.allocate(spec.type(), spec.shape());
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats().put(i, value);
    }
    return tensor;
  }

  /** What is read of a variable shares its memory with what was written. */
  static DrivenBackend sharedArrays() {
    return PassingCompiler.sessions(
        right ->
            new PassingPrograms(right) {
              @Override
              public Variables variables(Map<String, TensorSpec> specs) {
                return new Sharing(super.variables(specs));
              }

              @Override
              public Executable compile(Program program, Variables variables) {
                return super.compile(program, ((PassingVariables) variables).right());
              }
            });
  }

  private static final class Sharing extends PassingVariables {
    private final Map<String, HostTensor> written = new LinkedHashMap<>();

    Sharing(Variables right) {
      super(right);
    }

    @Override
    public HostTensor read(String name) {
      return written.getOrDefault(name, super.read(name));
    }

    @Override
    public void write(String name, HostTensor value) {
      written.put(name, value);
      super.write(name, value);
    }
  }

  /** Updates one after another, each of which reads what the one before has written. */
  static DrivenBackend updatesInTurn() {
    return PassingCompiler.sessions(
        right ->
            new PassingPrograms(right) {
              @Override
              public Executable compile(Program program, Variables variables) {
                return new InTurn(right(), program, variables);
              }
            });
  }

  private static final class InTurn implements Executable {
    private final List<Executable> turns = new ArrayList<>();

    InTurn(Session right, Program program, Variables variables) {
      List<String> names = new ArrayList<>(program.updates().keySet());
      Collections.sort(names);
      for (String name : names) {
        Map<String, Tensor> update = Map.of(name, program.updates().get(name));
        turns.add(right.compile(with(program, Map.of(), update), variables));
      }
      turns.add(right.compile(with(program, program.outputs(), Map.of()), variables));
    }

    private static Program with(
        Program program, Map<String, Tensor> outputs, Map<String, Tensor> updates) {
      return new Program(program.feeds(), program.scalars(), outputs, updates);
    }

    @Override
    public List<HostTensor> run(List<HostTensor> feeds, double... scalars) {
      List<HostTensor> last = List.of();
      for (Executable turn : turns) {
        last = turn.run(feeds, scalars);
      }
      return last;
    }

    @Override
    public void close() {
      turns.forEach(Executable::close);
    }
  }

  /** Each program has variables of its own, taken from those given when it is compiled. */
  static DrivenBackend variablesOfItsOwn() {
    return PassingCompiler.sessions(
        right ->
            new PassingPrograms(right) {
              @Override
              public Executable compile(Program program, Variables variables) {
                Variables own = right().variables(variables.specs());
                variables.specs().keySet().forEach(name -> own.write(name, variables.read(name)));
                return super.compile(program, own);
              }
            });
  }
}
