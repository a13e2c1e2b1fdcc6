package org.distill4j.spark;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.distill4j.backend.Session;
import org.distill4j.core.rounds.EngineChoice;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.core.rounds.TeacherCode;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;

/**
 * Adds a model's outputs to rows, batch by batch. All batches have one size, since an engine may
 * round otherwise in another: what is missing in the last is filled with its first row.
 */
final class PredictRows implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1;

  private final Recipe recipe;
  private final EngineChoice engine;
  private final String fingerprint;
  private final Broadcast<byte[]> weights;
  private final ArrayList<InputColumn> inputs;
  private final ArrayList<OutputColumn> outputs;
  private final int batchSize;

  PredictRows(
      Recipe recipe,
      EngineChoice engine,
      String fingerprint,
      Broadcast<byte[]> weights,
      List<InputColumn> inputs,
      List<OutputColumn> outputs,
      int batchSize) {
    this.recipe = recipe;
    this.engine = engine;
    this.fingerprint = fingerprint;
    this.weights = weights;
    this.inputs = new ArrayList<>(inputs);
    this.outputs = new ArrayList<>(outputs);
    this.batchSize = batchSize;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return rows.hasNext() ? new Predicted(rows) : rows;
  }

  private PredictorSlots.Slot slot() {
    PredictorSlots.Slot slot = PredictorSlots.take(fingerprint + engine, this::open);
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              PredictorSlots.giveBack(slot);
            });
    return slot;
  }

  private PredictorSlots.Slot open() {
    Session session = TaskSessions.open(engine);
    ByteBuffer bytes = ByteBuffer.wrap(weights.value());
    TeacherCode code = recipe.code(TeacherCode.class);
    return new PredictorSlots.Slot(
        fingerprint + engine,
        session,
        code.teacher(session, WeightsFile.decode("the weights of " + recipe, bytes)));
  }

  /** Rows followed by the outputs, which are computed when they are read. */
  private final class Predicted implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final PredictorSlots.Slot slot = slot();
    private final Map<String, HostTensor> tensors = new LinkedHashMap<>();
    private final Deque<Row> done = new ArrayDeque<>();

    Predicted(Iterator<Row> rows) {
      this.rows = rows;
      inputs.forEach(input -> tensors.put(input.name(), input.tensor(batchSize)));
    }

    @Override
    public boolean hasNext() {
      return !done.isEmpty() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (done.isEmpty()) {
        if (!rows.hasNext()) {
          throw new NoSuchElementException();
        }
        predict(batch());
      }
      return done.removeFirst();
    }

    private List<Row> batch() {
      List<Row> batch = new ArrayList<>(batchSize);
      while (batch.size() < batchSize && rows.hasNext()) {
        batch.add(rows.next());
      }
      return batch;
    }

    private void predict(List<Row> batch) {
      for (InputColumn input : inputs) {
        fill(input, Objects.requireNonNull(tensors.get(input.name())), batch);
      }
      long[] ids = LongStream.range(0, batchSize).toArray();
      Batch given = new Batch(ids, tensors, Map.of());
      given.requireFinite();
      Predictions predicted = slot.teacher().predict(given);
      float[][] numbers =
          outputs.stream()
              .map(output -> predicted.get(output.output()).toFloatArray())
              .toArray(float[][]::new);
      for (int i = 0; i < batch.size(); i++) {
        done.addLast(joined(batch.get(i), numbers, i));
      }
    }

    private Row joined(Row row, float[][] numbers, int index) {
      Object[] values = new Object[row.size() + numbers.length];
      for (int i = 0; i < row.size(); i++) {
        values[i] = row.get(i);
      }
      for (int i = 0; i < numbers.length; i++) {
        int length = numbers[i].length / batchSize;
        float[] own = Arrays.copyOfRange(numbers[i], index * length, (index + 1) * length);
        values[row.size() + i] = outputs.get(i).value(own);
      }
      return RowFactory.create(values);
    }

    private void fill(InputColumn input, HostTensor tensor, List<Row> batch) {
      int length = input.length();
      if (input.isInteger()) {
        int[] values = new int[length * batchSize];
        for (int i = 0; i < batchSize; i++) {
          input.read(batch.get(i < batch.size() ? i : 0), values, i * length);
        }
        tensor.ints().put(values);
      } else {
        float[] values = new float[length * batchSize];
        for (int i = 0; i < batchSize; i++) {
          input.read(batch.get(i < batch.size() ? i : 0), values, i * length);
        }
        tensor.floats().put(values);
      }
    }
  }
}
