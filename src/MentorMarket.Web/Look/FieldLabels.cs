namespace MentorMarket.Web.Look;

/// <summary>The labels of the fields a page has drawn, in the order of the page: the list of errors names the field.</summary>
/// <remarks>The layout is drawn after the page, so it can show at the top what the fields below are called.</remarks>
public static class FieldLabels
{
    public static OrderedDictionary<string, string> Of(HttpContext context)
    {
        if (context.Items[typeof(FieldLabels)] is OrderedDictionary<string, string> labels)
        {
            return labels;
        }
        labels = new OrderedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        context.Items[typeof(FieldLabels)] = labels;
        return labels;
    }
}
