using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using SoGar.Protocol;
using SoGar.Protocol.Cluster;

namespace SoGar.Host.Tests.Wire;

/// <summary>One of each control message, and of each kind of part they hold, with values that are all different.</summary>
internal sealed class MessageSamples
{
    private int _last;

    /// <summary>Every type that travels on the control lane.</summary>
    public static IReadOnlyList<Type> Types { get; } = [.. KindsOf(typeof(ControlMessage))];

    /// <summary>Samples of one type: where a part comes in several kinds, one for each of them.</summary>
    public IReadOnlyList<ControlMessage> Of(Type message) => [.. All(message).Cast<ControlMessage>()];

    /// <summary>All that two equal messages agree in, as text: records compare arrays by place, not by content.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "null",
        string text => text,
        IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Describe))}]",
        _ when value.GetType() is { IsPrimitive: true } || value is TimeSpan => $"{value}",
        _ =>
            $"{value.GetType().Name}({string.Join(", ", value.GetType().GetProperties().Where(each => each.GetIndexParameters().Length == 0).Select(each => $"{each.Name} {Describe(each.GetValue(value))}"))})",
    };

    private static IEnumerable<Type> KindsOf(Type type) =>
        type.IsAbstract
            ? type.Assembly.GetTypes().Where(kind => !kind.IsAbstract && kind.IsSubclassOf(type)).OrderBy(kind => kind.Name, StringComparer.Ordinal)
            : [type];

    private IEnumerable<object> All(Type type) =>
        KindsOf(type).SelectMany(kind => Arguments(kind).Select(arguments => Complete(Activator.CreateInstance(kind, arguments)!)));

    // What is no parameter of the constructor is easily forgotten in a mapping too.
    private object Complete(object made)
    {
        var parameters = made.GetType().GetConstructors().SelectMany(each => each.GetParameters()).Select(parameter => parameter.Name).ToHashSet();
        foreach (var property in made.GetType().GetProperties().Where(property => property.CanWrite && !parameters.Contains(property.Name)))
            property.SetValue(made, Values(property.PropertyType)[0]);
        return made;
    }

    private List<object?[]> Arguments(Type type)
    {
        var parameters = type.GetConstructors().Where(each => !IsCopy(each, type)).OrderByDescending(each => each.GetParameters().Length).First()
            .GetParameters();
        var values = parameters.Select(parameter => Values(parameter.ParameterType)).ToList();
        var count = values.Select(each => each.Count).DefaultIfEmpty(1).Max();
        return [.. Enumerable.Range(0, count).Select(index => values.Select(each => each[index % each.Count]).ToArray())];
    }

    private List<object?> Values(Type type)
    {
        var number = ++_last;
        return type switch
        {
            _ when type == typeof(string) => [$"text {number}", ""],
            _ when type == typeof(bool) => [true, false],
            _ when type == typeof(double) => [number + 0.5, double.NaN],
            _ when type == typeof(ulong) => [ulong.MaxValue - (ulong)number],
            _ when type == typeof(TimeSpan) => [TimeSpan.FromTicks(number)],
            _ when type == typeof(ImmutableSortedDictionary<string, double>) => [ImmutableSortedDictionary<string, double>.Empty.Add($"part {number}", number)],
            _ when type == typeof(Digest) => [Digest.Of([(byte)number])],
            _ when type.IsPrimitive => [Convert.ChangeType(number, type)],
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) => ArraysOf(type.GetGenericArguments()[0]),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(Nullable<>) => [.. Values(type.GetGenericArguments()[0]), null],
            _ => [.. All(type)],
        };
    }

    private List<object?> ArraysOf(Type item)
    {
        var many = ((MethodInfo)new Func<IEnumerable, ImmutableArray<int>>(Collect<int>).Method).GetGenericMethodDefinition().MakeGenericMethod(item);
        return [many.Invoke(null, [Values(item)]), many.Invoke(null, [Array.Empty<object>()])];
    }

    private static ImmutableArray<T> Collect<T>(IEnumerable items) => [.. items.Cast<T>()];

    private static bool IsCopy(ConstructorInfo constructor, Type type) => constructor.GetParameters() is [{ ParameterType: var only }] && only == type;
}
