package org.distill4j.benchmarks.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times contenders in turns, a short burst of each at a time, so that whatever else the machine
 * does meets all of them alike.
 *
 * @param warmUp the number of units of work that each does before anything is timed, so that Java
 *     has compiled what it calls
 * @param repetitions how many times each is measured
 * @param bursts the number of turns of one repetition
 * @param burst the number of units of work of one turn
 */
public record InterleavedTimer(int warmUp, int repetitions, int bursts, int burst) {
  /**
   * Times all contenders.
   *
   * @param contenders what is timed; their names differ
   * @return the times of a unit of work, by name
   */
  public Timings run(List<TimedProgram> contenders) {
    Map<String, List<TimeSample>> samples = new LinkedHashMap<>();
    contenders.forEach(contender -> samples.put(contender.name(), new ArrayList<>()));
    contenders.forEach(contender -> burst(contender, warmUp));
    for (int i = 0; i < repetitions; i++) {
      repetition(contenders)
          .forEach(
              (name, sample) -> samples.computeIfAbsent(name, n -> new ArrayList<>()).add(sample));
    }
    Map<String, ProgramTimes> times = new LinkedHashMap<>();
    samples.forEach((name, all) -> times.put(name, new ProgramTimes(all)));
    return new Timings(times);
  }

  private Map<String, TimeSample> repetition(List<TimedProgram> contenders) {
    Map<String, TimeSample> sums = new LinkedHashMap<>();
    for (int turn = 0; turn < bursts; turn++) {
      for (TimedProgram contender : order(contenders, turn)) {
        sums.merge(contender.name(), burst(contender, burst), TimeSample::plus);
      }
    }
    Map<String, TimeSample> units = new LinkedHashMap<>();
    sums.forEach((name, sum) -> units.put(name, sum.dividedBy(bursts * burst)));
    return units;
  }

  /** Alternates the order, so that no contender always comes after the same other. */
  private static List<TimedProgram> order(List<TimedProgram> contenders, int turn) {
    List<TimedProgram> order = new ArrayList<>(contenders);
    if (turn % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }

  private static TimeSample burst(TimedProgram contender, int count) {
    long cpu = cpuNanos();
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      contender.work().run();
    }
    return new TimeSample(System.nanoTime() - start, cpuNanos() - cpu);
  }

  /** The time that all threads of this process have spent on processors. */
  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }
}
