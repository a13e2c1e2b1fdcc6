package org.distill4j.core.train;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;

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
      new TeacherOutputs(i, batch).require(teachers.get(i).outputs(), outputs);
      said.add(outputs);
    }
    return said;
  }

  private Predictions ask(int index, Batch batch) {
    return teachers.get(index) instanceof CachedTeacher cached
        ? cached.predict(memory.get(index), batch)
        : teachers.get(index).predict(batch);
  }
}
