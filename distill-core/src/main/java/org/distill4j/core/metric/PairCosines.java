package org.distill4j.core.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.distill4j.tensor.HostTensor;

/** The embeddings of a model and of its teachers, as vectors of unit length, and their cosines. */
final class PairCosines {
  private static final int PAIRS = 100_000;
  private static final int ASKED = 1_000;

  private final List<float[]> student = new ArrayList<>();
  private final List<List<float[]>> teachers = new ArrayList<>();

  void add(HostTensor outputs, List<HostTensor> wanted) {
    add(student, outputs);
    for (int i = 0; i < wanted.size(); i++) {
      if (i == teachers.size()) {
        teachers.add(new ArrayList<>());
      }
      add(teachers.get(i), wanted.get(i));
    }
  }

  private static void add(List<float[]> all, HostTensor vectors) {
    int width = vectors.shape().dim(1);
    for (int row = 0; row < vectors.shape().dim(0); row++) {
      float[] vector = new float[width];
      vectors.floats().get(row * width, vector);
      double squares = product(vector, vector);
      for (int i = 0; squares != 0 && i < width; i++) {
        vector[i] = (float) (vector[i] / Math.sqrt(squares));
      }
      all.add(vector);
    }
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  boolean areNumbers() {
    return student.stream().noneMatch(PairCosines::hasNan)
        && teachers.stream().flatMap(List::stream).noneMatch(PairCosines::hasNan);
  }

  private static boolean hasNan(float... vector) {
    return Double.isNaN(product(vector, vector));
  }

  private double ofStudent(int one, int other) {
    return product(student.get(one), student.get(other));
  }

  /** The sum of the teachers' cosines, which ranks as their mean does. */
  private double ofTeachers(int one, int other) {
    double sum = 0;
    for (List<float[]> teacher : teachers) {
      sum += product(teacher.get(one), teacher.get(other));
    }
    return sum;
  }

  double spearman() {
    int[][] pairs = pairs(student.size());
    double[] given = Arrays.stream(pairs).mapToDouble(p -> ofStudent(p[0], p[1])).toArray();
    double[] wanted = Arrays.stream(pairs).mapToDouble(p -> ofTeachers(p[0], p[1])).toArray();
    double[] weights = new double[pairs.length];
    Arrays.fill(weights, 1);
    return NumberMetrics.pearson(Ranks.compute(given), Ranks.compute(wanted), weights);
  }

  private static int[][] pairs(int examples) {
    if ((long) examples * (examples - 1) / 2 <= PAIRS) {
      return IntStream.range(0, examples)
          .boxed()
          .flatMap(i -> IntStream.range(0, i).mapToObj(j -> new int[] {i, j}))
          .toArray(int[][]::new);
    }
    SplittableRandom random = new SplittableRandom(1);
    return IntStream.range(0, PAIRS).mapToObj(i -> pair(random, examples)).toArray(int[][]::new);
  }

  private static int[] pair(SplittableRandom random, int examples) {
    int one = random.nextInt(examples);
    int other = random.nextInt(examples - 1);
    return new int[] {one, other < one ? other : other + 1};
  }

  double overlap(int wanted) {
    int examples = student.size();
    int k = Math.min(wanted, examples - 1);
    if (k < 1) {
      return Double.NaN;
    }
    int asked = Math.min(ASKED, examples);
    return IntStream.range(0, asked)
        .map(i -> (int) ((long) i * examples / asked))
        .mapToDouble(
            one -> {
              int[] own = nearest(one, k, other -> ofStudent(one, other));
              int[] theirs = nearest(one, k, other -> ofTeachers(one, other));
              return (double) shared(own, theirs) / k;
            })
        .average()
        .orElse(Double.NaN);
  }

  private static long shared(int[] one, int... other) {
    return Arrays.stream(one).filter(i -> Arrays.stream(other).anyMatch(j -> i == j)).count();
  }

  /** Returns the k examples of the largest cosines, nearest first. */
  private int[] nearest(int one, int k, IntToDoubleFunction cosine) {
    int[] nearest = new int[k];
    double[] cosines = new double[k];
    Arrays.fill(cosines, Double.NEGATIVE_INFINITY);
    for (int other = 0; other < student.size(); other++) {
      double next = other == one ? Double.NEGATIVE_INFINITY : cosine.applyAsDouble(other);
      int place = k;
      for (; place > 0 && cosines[place - 1] < next; place--) {
        if (place < k) {
          cosines[place] = cosines[place - 1];
          nearest[place] = nearest[place - 1];
        }
      }
      if (place < k) {
        cosines[place] = next;
        nearest[place] = other;
      }
    }
    return nearest;
  }
}
