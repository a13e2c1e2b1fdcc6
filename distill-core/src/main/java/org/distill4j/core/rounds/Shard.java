package org.distill4j.core.rounds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.distill4j.core.data.Subset;
import org.distill4j.data.Dataset;
import org.distill4j.teacher.Teacher;

/**
 * The examples of one worker, in the order of their ids, and their teachers. An example belongs to
 * the worker id mod W, with W workers, so neither the order in which examples come nor the pieces
 * in which they lie decide of anything, and data sorted by class are spread.
 *
 * @param data the examples, ids ascending
 * @param teachers the teachers
 */
public record Shard(Dataset data, List<Teacher> teachers) {
  /**
   * Checks the ids.
   *
   * @throws IllegalArgumentException if there are no examples, or their ids do not ascend
   */
  public Shard {
    teachers = List.copyOf(teachers);
    if (data.size() == 0) {
      throw new IllegalArgumentException(
          "A worker was given no examples, expected at least one.\n"
              + "Maybe there are more workers than examples.");
    }
    requireAscending(ids(data));
  }

  private static long[] ids(Dataset data) {
    return IntStream.range(0, data.size()).mapToLong(data::id).toArray();
  }

  /**
   * Refuses ids that do not ascend.
   *
   * @param ids the ids of a worker's examples, in order
   * @throws IllegalArgumentException if one is there twice, or comes after a larger one
   */
  public static void requireAscending(long... ids) {
    for (int i = 1; i < ids.length; i++) {
      requireAscends(ids[i - 1], ids[i]);
    }
  }

  private static void requireAscends(long before, long id) {
    if (before == id) {
      throw new IllegalArgumentException(
          "The id "
              + id
              + " is there twice, expected each id once.\n"
              + "Maybe data sets were joined whose ids overlap, or a row was written twice.");
    }
    if (before > id) {
      throw new IllegalArgumentException(
          "The id "
              + id
              + " comes after "
              + before
              + ", expected ascending ids.\nMaybe use Shard.split, which sorts them.");
    }
  }

  /**
   * Returns the worker of an example.
   *
   * @param id the example's id
   * @param workers the number of workers
   * @return id mod W, from 0
   */
  public static int workerOf(long id, int workers) {
    return (int) Math.floorMod(id, (long) workers);
  }

  /**
   * Distributes examples over workers.
   *
   * @param data all examples
   * @param teachers the teachers
   * @param workers the number of workers
   * @return each worker's examples
   * @throws IllegalArgumentException if an id is there twice, or a worker has no examples
   */
  public static List<Shard> split(Dataset data, List<Teacher> teachers, int workers) {
    long[] ids = ids(data);
    int[] order =
        IntStream.range(0, ids.length)
            .boxed()
            .sorted(Comparator.comparingLong(i -> ids[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Shard> shards = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      int own = worker;
      int[] indexes =
          Arrays.stream(order).filter(index -> workerOf(ids[index], workers) == own).toArray();
      requireExamples(worker, indexes.length, workers);
      shards.add(new Shard(Subset.of(data, indexes), teachers));
    }
    return List.copyOf(shards);
  }

  /**
   * Refuses a worker without examples.
   *
   * @param worker the worker, from 0
   * @param examples the number of its examples
   * @param workers the number of workers
   * @throws IllegalArgumentException if there are none
   */
  public static void requireExamples(int worker, long examples, int workers) {
    if (examples == 0) {
      throw new IllegalArgumentException(
          "Worker "
              + worker
              + " of "
              + workers
              + " has no examples, expected some whose id mod "
              + workers
              + " is "
              + worker
              + ".\nMaybe there are fewer examples than workers, or the ids go in steps; number"
              + " the examples 0, 1, 2, …");
    }
  }
}
