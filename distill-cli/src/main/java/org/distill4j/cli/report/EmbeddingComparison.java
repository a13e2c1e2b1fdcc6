package org.distill4j.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which texts lie near each other to a student and to its teacher.
 *
 * @param neighbours some texts with their nearest ones
 * @param worst the pairs of texts about which the two differ most, the most first
 */
public record EmbeddingComparison(List<Neighbours> neighbours, List<Pair> worst) {
  private static final int SHOWN = 8;
  private static final int NEAREST = 3;
  private static final int PAIRS = 12;

  /** So many texts are compared, at equal distances, that all pairs of them can be. */
  private static final int COMPARED = 600;

  /**
   * A text with those that lie nearest.
   *
   * @param text the text
   * @param teacher the nearest to the teacher, nearest first
   * @param student the nearest to the student, nearest first
   */
  public record Neighbours(String text, List<String> teacher, List<String> student) {
    /** Takes copies. */
    public Neighbours {
      teacher = List.copyOf(teacher);
      student = List.copyOf(student);
    }
  }

  /**
   * Two texts.
   *
   * @param one a text
   * @param other another
   * @param teacher the cosine of the teacher's embeddings
   * @param student the cosine of the student's
   * @param distance by how much of all pairs their ranks differ, in [0, 1]
   */
  public record Pair(String one, String other, double teacher, double student, double distance) {}

  /** Takes copies. */
  public EmbeddingComparison {
    neighbours = List.copyOf(neighbours);
    worst = List.copyOf(worst);
  }

  /**
   * Compares.
   *
   * @param texts the texts
   * @param teacher the teacher's embedding of each
   * @param student the student's embedding of each
   * @return the comparison
   */
  public static EmbeddingComparison of(
      List<String> texts, List<float[]> teacher, List<float[]> student) {
    int count = Math.min(COMPARED, texts.size());
    int[] some = IntStream.range(0, count).map(i -> spread(i, count, texts.size())).toArray();
    List<String> compared = IntStream.of(some).mapToObj(texts::get).toList();
    double[][] wanted = cosines(teacher, some);
    double[][] given = cosines(student, some);
    List<Neighbours> neighbours =
        IntStream.range(0, Math.min(SHOWN, count))
            .map(i -> spread(i, Math.min(SHOWN, count), count))
            .mapToObj(
                i ->
                    new Neighbours(
                        compared.get(i),
                        nearest(compared, wanted[i], i),
                        nearest(compared, given[i], i)))
            .toList();
    return new EmbeddingComparison(neighbours, worst(compared, wanted, given));
  }

  private static int spread(int index, int count, int all) {
    return (int) ((long) index * all / count);
  }

  private static double[][] cosines(List<float[]> embeddings, int... some) {
    double[][] cosines = new double[some.length][some.length];
    for (int i = 0; i < some.length; i++) {
      for (int j = 0; j <= i; j++) {
        cosines[i][j] = cosine(embeddings.get(some[i]), embeddings.get(some[j]));
        cosines[j][i] = cosines[i][j];
      }
    }
    return cosines;
  }

  private static double cosine(float[] one, float... other) {
    double product = 0;
    double ones = 0;
    double others = 0;
    for (int i = 0; i < one.length; i++) {
      product += (double) one[i] * other[i];
      ones += (double) one[i] * one[i];
      others += (double) other[i] * other[i];
    }
    return ones == 0 || others == 0 ? 0 : product / Math.sqrt(ones * others);
  }

  private static List<String> nearest(List<String> texts, double[] cosines, int own) {
    return IntStream.range(0, texts.size())
        .boxed()
        .filter(i -> i != own)
        .sorted(Comparator.comparingDouble((Integer i) -> cosines[i]).reversed())
        .limit(NEAREST)
        .map(texts::get)
        .toList();
  }

  private static List<Pair> worst(List<String> texts, double[][] wanted, double[][] given) {
    int pairs = texts.size() * (texts.size() - 1) / 2;
    double[] wantedRanks = ranks(wanted, pairs);
    double[] givenRanks = ranks(given, pairs);
    List<Pair> worst = new ArrayList<>();
    List<Integer> order =
        IntStream.range(0, pairs)
            .boxed()
            .sorted(
                Comparator.comparingDouble(
                    (Integer k) -> -Math.abs(wantedRanks[k] - givenRanks[k])))
            .limit(PAIRS)
            .toList();
    for (int k : order) {
      int i = (int) ((1 + Math.sqrt(1 + 8.0 * k)) / 2);
      int j = k - i * (i - 1) / 2;
      double distance = Math.abs(wantedRanks[k] - givenRanks[k]) / pairs;
      worst.add(new Pair(texts.get(i), texts.get(j), wanted[i][j], given[i][j], distance));
    }
    return worst;
  }

  /** The rank of each pair (i, j < i), which is number i · (i − 1) / 2 + j. */
  private static double[] ranks(double[][] cosines, int pairs) {
    double[] values = new double[pairs];
    for (int i = 1; i < cosines.length; i++) {
      System.arraycopy(cosines[i], 0, values, i * (i - 1) / 2, i);
    }
    double[] ranks = new double[pairs];
    List<Integer> order =
        IntStream.range(0, pairs)
            .boxed()
            .sorted(Comparator.comparingDouble(k -> values[k]))
            .toList();
    for (int rank = 0; rank < pairs; rank++) {
      ranks[order.get(rank)] = rank;
    }
    return ranks;
  }
}
