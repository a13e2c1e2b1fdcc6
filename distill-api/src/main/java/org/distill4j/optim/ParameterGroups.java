package org.distill4j.optim;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.distill4j.model.ParameterSpec;

/**
 * The groups of parameters that are trained differently from the rest. The first group that matches
 * a parameter's path counts.
 *
 * @param groups the groups, in the order in which they are tried
 */
public record ParameterGroups(List<ParameterGroup> groups) {
  private static final ParameterGroup REST = ParameterGroup.of("**");

  /** Takes a copy of the list. */
  public ParameterGroups {
    groups = List.copyOf(groups);
  }

  /** {@return no groups: all parameters are trained alike} */
  public static ParameterGroups none() {
    return new ParameterGroups(List.of());
  }

  /**
   * Returns some groups.
   *
   * @param groups the groups, in the order in which they are tried
   * @return the groups
   */
  public static ParameterGroups of(ParameterGroup... groups) {
    return new ParameterGroups(Arrays.asList(groups));
  }

  /**
   * Returns the group of a parameter.
   *
   * @param path the parameter's path
   * @return the first group that matches; one without changes if none does
   */
  public ParameterGroup group(String path) {
    return groups.stream().filter(group -> group.matches(path)).findFirst().orElse(REST);
  }

  /**
   * Chooses the parameters that are trained.
   *
   * @param parameters all parameters
   * @return those that are not frozen
   * @throws IllegalArgumentException if a group matches none of the parameters
   */
  public List<ParameterSpec> trained(Collection<ParameterSpec> parameters) {
    List<String> paths = parameters.stream().map(ParameterSpec::name).toList();
    groups.forEach(group -> requireMatch(group, paths));
    return parameters.stream()
        .filter(spec -> group(spec.name()).training() == ParameterGroup.Training.TRAINED)
        .toList();
  }

  private static void requireMatch(ParameterGroup group, List<String> paths) {
    if (paths.stream().noneMatch(group::matches)) {
      throw new IllegalArgumentException(
          "The parameter group \""
              + group.pattern()
              + "\" matches no parameter, expected a pattern for some of "
              + paths
              + ".\nMaybe a layer has another name, or \"**.\" is missing before a name within"
              + " layers.");
    }
  }
}
