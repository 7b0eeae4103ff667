/* The level alone does not say it: at the level of a district stand counties,
   banners and cities without districts, at that of a street towns. The end of
   the name tells them apart, and what it leaves open is what most of the level are. */
#include "summary/place_words.h"

static const struct {
	const char *level, *ending; /* "" : any */
	struct place_words words;
} rows[] = {
        {"province",
         "自治区",
         {{"区", "autonomous region"},
          {"自治区党委、政府", "the committee and the government of the autonomous region"}}},
        {"province", "市", {{"市", "city"}, {"市委、市政府", "the city committee, the city government"}}},
        {"province",
         "",
         {{"省", "province"}, {"省委、省政府", "the provincial committee, the provincial government"}}},
        {"city",
         "州",
         {{"州", "prefecture"}, {"州委、州政府", "the prefecture committee, the prefecture government"}}},
        {"city", "盟", {{"盟", "league"}, {"盟委、盟行署", "the league committee, the league office"}}},
        {"city",
         "地区",
         {{"地区", "prefecture"}, {"地委、行署", "the prefecture committee, the prefecture office"}}},
        {"city", "", {{"市", "city"}, {"市委、市政府", "the city committee, the city government"}}},
        {"district", "市", {{"市", "city"}, {"市委、市政府", "the city committee, the city government"}}},
        {"district",
         "县",
         {{"县", "county"}, {"县委、县政府", "the county committee, the county government"}}},
        {"district",
         "旗",
         {{"旗", "banner"}, {"旗委、旗政府", "the banner committee, the banner government"}}},
        {"district",
         "",
         {{"区", "district"}, {"区委、区政府", "the district committee, the district government"}}},
        {"street", "镇", {{"镇", "town"}, {"镇党委、镇政府", "the town committee, the town government"}}},
        {"street",
         "乡",
         {{"乡", "township"}, {"乡党委、乡政府", "the township committee, the township government"}}},
        {"street",
         "街道",
         {{"街道", "subdistrict"},
          {"街道党工委、街道办事处", "the subdistrict working committee, the subdistrict office"}}},
        {"street",
         "街道办事处",
         {{"街道", "subdistrict"},
          {"街道党工委、街道办事处", "the subdistrict working committee, the subdistrict office"}}},
        {"street", "", {{"辖区", "area"}, {"上级党委、政府", "the committee and the government above it"}}},
        {"community",
         "村",
         {{"村", "village"}, {"村党组织、村委会", "the village branch, the village committee"}}},
        {"community",
         "村委会",
         {{"村", "village"}, {"村党组织、村委会", "the village branch, the village committee"}}},
        {"community",
         "村民委员会",
         {{"村", "village"}, {"村党组织、村委会", "the village branch, the village committee"}}},
        {"community",
         "",
         {{"社区", "community"}, {"社区党组织、居委会", "the community branch, the residents' committee"}}},
        {"", "", {{"单位", "unit"}, {"上级党组织", "the Party organisation above it"}}},
};

const struct place_words *place_words_of(const struct organisation_unit *unit)
{
	size_t i = 0;
	while ((*rows[i].level && !text_equal(rows[i].level, unit->level)) ||
	       !text_ends(unit->name, rows[i].ending))
		i++;
	return &rows[i].words;
}
