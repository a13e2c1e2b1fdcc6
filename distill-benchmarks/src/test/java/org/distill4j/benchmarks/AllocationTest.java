package org.distill4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.benchmarks.job.Batches;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.Digits;
import org.distill4j.benchmarks.job.FrameworkJob;
import org.distill4j.benchmarks.job.TeacherSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A step on backend-java")
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int STEPS = 50;

  /** The fewest bytes that a step allocates, whatever Java compiles meanwhile. */
  private static long allocated(Session session, int batch) {
    DenseJob job = DenseJob.mnist(batch).withStudent(16);
    DenseJob.Taught taught = Batches.compute(session, job, Digits.read(Optional.empty()), 1).get(0);
    long fewest = Long.MAX_VALUE;
    try (FrameworkJob program = FrameworkJob.of(session, job, TeacherSource.CACHED)) {
      for (int i = 0; i < STEPS; i++) {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        program.step(taught);
        long after = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        fewest = Math.min(fewest, after - before);
      }
    }
    return fewest;
  }

  @Test
  @DisplayName("allocates no more for a batch of 256 examples than for one of 16")
  void batch() {
    try (Session session =
        Backends.find().choose(Optional.of("java")).open(SessionOptions.defaults())) {
      allocated(session, 16);
      assertThat(allocated(session, 256)).isLessThan(allocated(session, 16) + 256);
    }
  }
}
