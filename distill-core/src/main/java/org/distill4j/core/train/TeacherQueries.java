package org.distill4j.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;

/**
 * The outputs of a training's teachers for its batches. Cached outputs are looked up while batches
 * are read ahead; the other teachers are asked when it is the batch's turn.
 */
final class TeacherQueries {
  private final List<Teacher> teachers;
  private final LogitUses uses;
  private final Set<Integer> known = ConcurrentHashMap.newKeySet();

  /**
   * A batch that was read ahead.
   *
   * @param batch the batch
   * @param teacherOutputs each teacher's outputs, empty if it is still to be asked
   */
  record Ahead(Batch batch, List<Optional<Predictions>> teacherOutputs) {}

  TeacherQueries(List<Teacher> teachers, Dataset data, LogitUses uses) {
    this.uses = uses;
    this.teachers = teachers.stream().map(teacher -> teacher.forData(data)).toList();
  }

  /** Looks up cached outputs, in the memory of the batch. */
  Ahead ahead(HostAllocator memory, Batch batch) {
    List<Optional<Predictions>> teacherOutputs = new ArrayList<>(teachers.size());
    for (int i = 0; i < teachers.size(); i++) {
      teacherOutputs.add(stored(i, memory, batch));
    }
    return new Ahead(batch, teacherOutputs);
  }

  private Optional<Predictions> stored(int index, HostAllocator memory, Batch batch) {
    if (!(teachers.get(index) instanceof CachedTeacher cached)) {
      return Optional.empty();
    }
    String prefix = "teachers/" + index + "/";
    HostAllocator own = (name, spec) -> memory.allocate(prefix + name, spec);
    return Optional.of(checked(index, batch, cached.predict(own, batch)));
  }

  /** Returns each teacher's outputs. */
  List<Predictions> of(Ahead ahead) {
    List<Predictions> teacherOutputs = new ArrayList<>(teachers.size());
    for (int i = 0; i < teachers.size(); i++) {
      Optional<Predictions> known = ahead.teacherOutputs().get(i);
      teacherOutputs.add(known.isPresent() ? known.get() : ask(i, ahead.batch()));
    }
    return teacherOutputs;
  }

  private Predictions ask(int index, Batch batch) {
    return checked(index, batch, teachers.get(index).predict(batch));
  }

  private Predictions checked(int index, Batch batch, Predictions outputs) {
    new TeacherOutputs(index, batch).require(teachers.get(index).outputs(), outputs);
    if (known.add(index)) {
      uses.requireLogits(index, outputs);
    }
    return outputs;
  }
}
