package org.distill4j.core.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.distill4j.core.init.Initializers;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Dense vectors for the categories of an encoded table: from (batch, numbers + Σ categories) to
 * (batch, numbers + columns · width). The first values are passed on as they are. Each column of
 * categories, a one among zeros, becomes the row of its own table "embedding1", "embedding2", ….
 *
 * @param numbers the number of values that are passed on, at least 0
 * @param width the length of each vector, at least 1
 * @param categories how many categories each column has, at least 1 each
 */
public record CategoryEmbeddings(int numbers, int width, List<Integer> categories)
    implements Layer {
  /**
   * Takes a copy and checks the numbers.
   *
   * @throws IllegalArgumentException if the first number is below 0, or another one below 1
   */
  public CategoryEmbeddings {
    categories = List.copyOf(categories);
    LayerChecks.atLeastOne("width of an embedding", width);
    LayerChecks.atLeastOne("number of columns of categories", categories.size());
    categories.forEach(size -> LayerChecks.atLeastOne("number of categories", size));
    if (numbers < 0) {
      throw new IllegalArgumentException(
          "The number of values before the categories is "
              + numbers
              + ", expected at least 0.\nMaybe it is 0, where all columns are of categories.");
    }
  }

  /**
   * Returns vectors for the categories of an encoding ({@code TableEncoding.numbers()} and {@code
   * categories()}).
   *
   * @param numbers the number of values that are passed on
   * @param width the length of each vector
   * @param categories how many categories each column has
   * @return the layer
   * @throws IllegalArgumentException if the first number is below 0, or another one below 1
   */
  public static CategoryEmbeddings of(int numbers, int width, int... categories) {
    return new CategoryEmbeddings(numbers, width, Arrays.stream(categories).boxed().toList());
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    int all = numbers + categories.stream().mapToInt(Integer::intValue).sum();
    Shape given = input.shape();
    LayerChecks.input(
        "CategoryEmbeddings",
        given,
        given.rank() == 2 && given.dim(1) == all,
        "(batch, " + all + "), " + numbers + " numbers and " + categories + " categories");
    List<Tensor> parts = new ArrayList<>();
    if (numbers > 0) {
      parts.add(input.slice(1, 0, numbers));
    }
    int from = numbers;
    for (int i = 0; i < categories.size(); i++) {
      int size = categories.get(i);
      Tensor table =
          scope.parameter("embedding" + (i + 1), Shape.of(size, width), Initializers.normal(0, 1));
      parts.add(input.slice(1, from, from + size).matmul(table));
      from += size;
    }
    return parts.size() == 1 ? parts.get(0) : Tensor.concat(1, parts);
  }
}
