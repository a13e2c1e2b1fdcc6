package org.distill4j.core.metric;

import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.List;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.train.Metric;

/**
 * The number of units of an output, (batch, units), that are above 0 for no example.
 *
 * @param name the output
 */
record SilentUnits(String name) implements Metric {
  @Override
  public Goal goal() {
    return Goal.MINIMIZE;
  }

  @Override
  public Accumulator start() {
    BitSet active = new BitSet();
    return new Accumulator() {
      private int units;

      @Override
      public void add(Batch batch, Predictions student, List<Predictions> teachers) {
        FloatBuffer values = student.get(name).floats();
        units = values.capacity() / batch.size();
        for (int i = 0; i < values.capacity(); i++) {
          if (values.get(i) > 0) {
            active.set(i % units);
          }
        }
      }

      @Override
      public double value() {
        return units - active.cardinality();
      }
    };
  }
}
