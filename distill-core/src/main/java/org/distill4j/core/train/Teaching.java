package org.distill4j.core.train;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;

/** What the teachers of a training say of its batches. */
final class Teaching {
  private final List<Teacher> teachers;
  private final List<HostAllocator> memory = new ArrayList<>();

  Teaching(List<Teacher> teachers, Dataset data) {
    this.teachers = teachers.stream().map(teacher -> teacher.forData(data)).toList();
    teachers.forEach(teacher -> memory.add(HostAllocator.recycling()));
  }

  /** Each teacher's outputs, which the next call may overwrite. */
  List<Predictions> of(Batch batch) {
    List<Predictions> said = new ArrayList<>(teachers.size());
    for (int i = 0; i < teachers.size(); i++) {
      Predictions outputs = ask(i, batch);
      outputs.asMap().forEach(new FiniteOutputs(i, batch)::require);
      said.add(outputs);
    }
    return said;
  }

  private Predictions ask(int index, Batch batch) {
    return teachers.get(index) instanceof CachedTeacher cached
        ? cached.predict(memory.get(index), batch)
        : teachers.get(index).predict(batch);
  }

  private record FiniteOutputs(int teacher, Batch batch) {
    void require(String name, HostTensor output) {
      output.firstNonFinite().ifPresent(index -> refuse(name, output, index));
    }

    private void refuse(String name, HostTensor output, int index) {
      int length = Math.max(1, output.size() / batch.size());
      throw new IllegalArgumentException(
          "Teacher "
              + teacher
              + " says "
              + output.floats().get(index)
              + " at place "
              + index % length
              + " of its output \""
              + name
              + "\" for example "
              + batch.id(Math.min(index / length, batch.size() - 1))
              + ", expected finite numbers.\n"
              + "Maybe its own training diverged, or it needs its inputs scaled otherwise.");
    }
  }
}
