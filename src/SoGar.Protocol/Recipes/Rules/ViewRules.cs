using System.Collections.Immutable;
using System.Globalization;

namespace SoGar.Protocol.Recipes.Rules;

/// <summary>How the views of a recipe fit together, and with its model and loss.</summary>
internal static class ViewRules
{
    public static void Check(Findings views, Recipe recipe)
    {
        CheckChannels(views, recipe.Views);
        foreach (var (name, augment) in recipe.Views.Augment)
        {
            CheckAugment(views.Below("augment").Below(name), augment);
        }

        for (var i = 0; i < recipe.Views.Cut.Length; i++)
        {
            CheckView(views.Below("cut").Below($"{i}"), recipe.Views.Cut[i], recipe);
        }

        CheckRoles(views, recipe);
        CheckHalves(views, recipe.Views.Cut);
    }

    private static void CheckChannels(Findings views, ViewsRecipe recipe)
    {
        views.Require(recipe.Mean.Length == 3, "mean", $"has {recipe.Mean.Length} numbers; it takes 3, for red, green and blue");
        views.Require(recipe.Std.Length == 3 && recipe.Std.All(deviation => deviation > 0), "std",
            "takes 3 numbers above 0, for red, green and blue");
    }

    private static void CheckAugment(Findings augment, AugmentRecipe recipe)
    {
        augment.Between("flip", recipe.Flip, 0, 1);
        augment.Between("jitter", recipe.Jitter, 0, 1);
        augment.Between("brightness", recipe.Brightness, 0, 1);
        augment.Between("contrast", recipe.Contrast, 0, 1);
        augment.Between("saturation", recipe.Saturation, 0, 1);
        augment.Between("hue", recipe.Hue, 0, 0.5);
        augment.Between("grayscale", recipe.Grayscale, 0, 1);
        augment.Between("blur", recipe.Blur, 0, 1);
        augment.Between("solarise", recipe.Solarise, 0, 1);
    }

    private static void CheckView(Findings view, ViewRecipe recipe, Recipe whole)
    {
        view.AtLeast("count", recipe.Count, 1);
        view.Require(recipe.Frames.Length > 0 && recipe.Frames.All(frames => frames is >= 1 and <= 1024), "frames",
            "takes one or more numbers from 1 to 1024, for example 8 or [2, 4, 8, 16]");
        view.Require(recipe.Frames.All(frames => frames < 1 || frames >= whole.Model.FewestFrames()), "frames",
            $"has fewer than the {whole.Model.FewestFrames()} that the backbone needs");
        view.Require(recipe.Size >= whole.Model.Grain(), "size",
            $"is {recipe.Size} pixels, less than the {whole.Model.Grain()} that the backbone needs; take a multiple of {whole.Model.Grain()}");
        view.Require(recipe.SpanShare is > 0 and <= 1, "span-share",
            $"is {recipe.SpanShare.ToString(CultureInfo.InvariantCulture)}; more than 0 and at most 1 works");
        view.Require(recipe.Area is [> 0, <= 1] && recipe.Area[0] <= recipe.Area[1], "area",
            "takes [least, greatest], above 0 and at most 1, for example [0.4, 1.0]");
        view.Require(recipe.Aspect is [> 0, _] && recipe.Aspect[0] <= recipe.Aspect[1], "aspect",
            "takes [least, greatest], above 0, for example [0.75, 1.3333]");
        view.Require(whole.Views.Augment.ContainsKey(recipe.Augment), "augment",
            $"is \"{recipe.Augment}\", which views.augment does not have; it has {string.Join(", ", whole.Views.Augment.Keys)}");
    }

    private static void CheckRoles(Findings views, Recipe recipe)
    {
        var cut = recipe.Views.Cut;
        var roles = RolesOf(recipe.Method);
        for (var i = 0; i < cut.Length; i++)
        {
            views.Require(roles.Contains(cut[i].Role), $"cut.{i}.role",
                $"is {Spelled(cut[i].Role)}, which method = {Spelled(recipe.Method)} does not look at; it has " +
                $"{string.Join(", ", roles.Select(role => Spelled(role)))}");
        }

        if (recipe.Method == Method.Sogar)
        {
            CheckSogar(views, recipe, cut);
        }
        else if (recipe.Method == Method.Svt)
        {
            views.Require(Count(cut, ViewRole.Global) > 0 && Count(cut, ViewRole.Global) + Count(cut, ViewRole.Local) > 1, "cut",
                "needs a view with role = global and another one to hold against it; SVT has two global and eight local ones");
        }
    }

    private static ImmutableArray<ViewRole> RolesOf(Method method) => method switch
    {
        Method.Sogar => [ViewRole.Teacher, ViewRole.Tcl, ViewRole.Scl],
        Method.Svt => [ViewRole.Global, ViewRole.Local],
        _ => [.. Enum.GetValues<ViewRole>()],                               // they have rules of their own for what a sample gives
    };

    private static string Spelled<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();

    private static void CheckSogar(Findings views, Recipe recipe, ImmutableArray<ViewRecipe> cut)
    {
        var teachers = Count(cut, ViewRole.Teacher);
        views.Require(teachers == 1, "cut", $"has {teachers} views with role = teacher; exactly one works");

        var temporal = Count(cut, ViewRole.Tcl);
        if (recipe.Loss.TclView == TclView.FirstLocal)
        {
            views.Require(temporal == 0, "cut",
                "has a view with role = tcl, which loss.tcl-view = first-local does not look at; remove it, or set loss.tcl-view = temporal");
            views.Require(Count(cut, ViewRole.Scl) > 0, "cut",
                "has no view with role = scl, whose first one loss.tcl-view = first-local takes; add one");
        }
        else
        {
            views.Require(temporal == 1, "cut",
                $"has {temporal} views with role = tcl; exactly one works, or none with loss.tcl-view = first-local");
        }
    }

    private static void CheckHalves(Findings views, ImmutableArray<ViewRecipe> cut) =>
        views.Require(cut.All(view => view.Span != SpanRule.OtherHalf) || cut.Any(view => view.Span == SpanRule.Half), "cut",
            "has a view with span = other-half, but none with span = half; give the teacher's view span = half");

    private static int Count(ImmutableArray<ViewRecipe> cut, ViewRole role) => cut.Where(view => view.Role == role).Sum(view => view.Count);
}
