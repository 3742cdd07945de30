/**
 * The types of events that are not counted in `activity`, which are nine tenths of all lines, with their
 * frequency in one real package.
 */

/** Selects the fields of a type: a key of the table in event-fields.ts. */
export type Family =
  'voice' | 'search' | 'notification' | 'offer' | 'experiment' | 'game' | 'guild' | 'channel' | 'screen'

/**
 * Names by family, as `name count`. The counts are from the activity of one heavy user (2.3 million lines); 1
 * where none is known.
 */
const names: Record<Family, string> = {
  voice: `
    call_report_problem 48, change_log_video_interacted 4, external_dynamic_link_received 15,
    impression_channel_call_video_grid_view 494, join_call 1479, keyboard_shortcut_used 6884,
    local_voice_settings_loaded 5, media_device_changed 722, media_picker_infinite_scroll_paged 470,
    media_session_joined 4552, media_viewer_download_button_tapped 9, media_viewer_session_completed,
    mic_testing_started 292, mic_testing_stopped 291, ring_call 1745, screenshare_finished 1137,
    soundshare_attached 564, soundshare_failed 6, soundshare_transmitting 605, spotify_listen_along_ended
    40, spotify_listen_along_started 46, start_call 1545, start_listening 38351, start_speaking 32838,
    stop_ringing_call 1434, stop_speaking 122, store_listing_media_scrolled 6, stream_report_problem,
    stream_settings_update 596, stream_warning_triggered 45, streamer_mode_toggle 7169,
    text_in_voice_opened 3, update_streamer_mode_settings 5, video_effect_updated, video_input_initialized
    97, video_input_toggled 4677, video_layout_toggled 28255, video_spinner_shown 234,
    video_spinner_shown_v2 12, video_stream_ended 5058, video_stream_started 1477, videohook_initialized
    1562, view_voice_channel, voice_bottom_sheet_expanded 4, voice_codec_detected 21, voice_connect 1227,
    voice_connection_connecting 285, voice_connection_failure 54, voice_connection_success 8844,
    voice_processing 202, voice_quality 449
  `,
  search: `
    application_command_search_open_timing 44, channel_autocomplete_open 8241,
    channel_autocomplete_selected 4487, gif_favorited 235, gif_unfavorited 21, quickswitcher_closed 3541,
    quickswitcher_opened 9381, quickswitcher_result_selected 7457, search_closed 1762, search_opened 7232,
    search_result_empty 42, search_result_expanded 134, search_result_selected 2358,
    search_result_sort_changed 400, search_result_viewed 18659, search_started 12954
  `,
  notification: `
    email_pixel_hit 141, email_sent 49, enable_notifications, impression_hub_email_signup 15,
    impression_notification_center_landing 12, inbox_channel_collapsed 6,
    network_action_email_settings_fetch 5, network_action_hub_email_verify_send 5,
    network_action_notification_center_page_fetch 12, notification_center_create 2,
    notification_device_token_update 5813, notification_permission_status 11397, notification_rendered
    3576, notification_sent 85, notification_settings_updated 282, notification_viewed 4194,
    push_notification_queue_flushed 204, sent_missed_message_email 61
  `,
  offer: `
    application_command_load_timing 101, data_request_completed 3, data_request_initiated 4, download_app,
    emoji_upload_completed, emoji_upload_started, file_upload_alert_viewed 2, friend_request_failed 32,
    gift_code_created, gift_code_resolved 543, gift_code_sent 5, hypesquad_subscription_updated,
    message_request_action 8, message_request_create 13, payment_attempted 20, payment_failed,
    payment_flow_started 88, payment_flow_step 27, payment_source_added, payment_succeeded 54,
    permissions_requested 24429, premium_entitlement_dual_read_matched 287, premium_feature_tutorial_steps
    452, premium_feature_usage_v2, premium_gift_upsell_viewed 11, premium_guild_promotion_opened 4,
    premium_guild_subscription_canceled 4, premium_guild_subscription_created 5,
    premium_guild_subscription_removed 6, premium_guild_upsell_viewed 3, premium_marketing_page_exited 25,
    premium_marketing_page_viewed 31, premium_marketing_surface_reached_bottom, premium_page_opened 9,
    premium_promotion_opened 5, premium_purchase_started 2, promotion_viewed 969, ready_payload_received
    37778, role_subscription_listing_upsell_page_viewed_v3 2, rpc_subscription_requested 25,
    sku_entitlement_created 4, store_directory_browse_viewed 5, store_directory_card_interacted 344,
    store_directory_exited 84, store_directory_hero_viewed 76, store_directory_viewed 84,
    store_listing_exited 21, store_listing_viewed 14, subscription_lazy_sync_user_perks 3,
    subscription_period_scheduled 50, thread_browser_tab_changed 15, thread_creation_started 34,
    thread_nudge_shown 70, upload_drag_and_drop_count 121, upsell_clicked 10, upsell_viewed 19
  `,
  experiment: `
    active_channels_loaded 190, af_loaded 1098, client_heartbeat 2157, experiment_guild_triggered 12892,
    experiment_user_triggered 31852, feed_loaded 228, forum_channel_more_posts_loaded 358,
    guild_channel_highlights_loaded 4, guild_onboarding_loaded 63, highlights_test_loaded 2529,
    home_events_loaded 191, network_action_channel_create 44,
    network_action_embedded_activities_fetch_shelf 5, network_action_embedded_activities_launch,
    network_action_guild_create 7, network_action_invite_resolve 2669, network_action_user_login_mfa 4,
    network_action_user_logout, network_action_user_register_device_token 1147,
    network_action_user_settings_update 3, network_action_user_survey_fetch 1483, overlay_initialized
    3892, overlay_perf_info 6951, stage_discovery_loaded 11, transaction_completed 53
  `,
  game: `
    activity_device_thermal_state_changed 7, activity_internal_client_status,
    activity_internal_launch_step_completed 11, activity_report_problem, activity_session_joined 17,
    activity_session_left 17, activity_updated 253164, app_first_launched, app_launch_completed 7248,
    application_add_to_server_clicked 10, application_closed 5351, application_command_browser_jumped,
    application_command_browser_opened 1123, application_command_browser_scrolled 1047,
    application_command_selected 836, application_command_validation_failed 10, application_created 3,
    application_generated_generic_event 78, application_opened 55, application_updated 28,
    game_news_changed 3, game_news_opened 6, hook_result 4778, impression_activity_shelf, launch_game
    102011, overlay_hook_result 4064, overlay_hooked 325, overlay_hooking 335, overlay_layout_updated 36,
    overlay_locked 1924, overlay_settings_updated 10, overlay_toggled 25, overlay_unlocked 1932
  `,
  guild: `
    accepted_instant_invite 638, app_directory_collection_item_clicked, app_directory_page_viewed 2,
    copy_instant_invite 353, create_guild 29, create_guild_viewed, create_instant_invite 576, delete_guild
    17, guild_bot_added 34, guild_creation_intent_selected 12, guild_directory_channel_viewed 191,
    guild_discovery_exited 24, guild_discovery_guild_join_clicked 11, guild_discovery_guild_selected 20,
    guild_discovery_viewed 38, guild_limit_reached 5, guild_lurk_started 12, guild_member_updated 382,
    guild_outage_viewed 13, guild_role_updated 478, guild_scheduled_event_subscribed 4,
    guild_scheduled_event_unsubscribed 2, guild_settings_discovery_viewed 4, guild_settings_updated 33,
    guild_template_selected 13, guild_viewed 124597, guild_welcome_screen_option_selected 7,
    impression_channel_add_members 3, impression_guild_add_customize 9,
    impression_guild_add_intent_selection 12, impression_guild_add_landing 32, impression_guild_invite 29,
    impression_guild_settings_audit_log 22, impression_guild_settings_bans 4,
    impression_guild_settings_boost_status 3, impression_guild_settings_community_overview 3,
    impression_guild_settings_emoji 45, impression_guild_settings_enable_community 7,
    impression_guild_settings_integration 23, impression_guild_settings_invites 7,
    impression_guild_settings_landing 5, impression_guild_settings_members 26,
    impression_guild_settings_moderation 25, impression_guild_settings_overview 113,
    impression_guild_settings_roles 60, impression_guild_settings_stickers 7,
    impression_guild_settings_template 8, impression_guild_settings_vanity_url 4,
    impression_guild_settings_widget 8, impression_invite_accept 9, impression_role_create_add_members 6,
    impression_role_create_display 7, impression_role_create_permissions 6, instant_invite_shared 5,
    invite_app_invoked 138, invite_opened 1157, invite_sent 520, invite_suggestion_opened 315,
    invite_viewed 148, join_guild_viewed 10, leave_guild 402, member_list_toggled 16, member_list_viewed
    108829, resolve_invite 763, role_page_viewed 62, role_template_selected, rpc_server_error_caught,
    server_setup_cta_clicked 2, view_as_roles_selected 18
  `,
  channel: `
    ack_messages 129562, add_channel_recipient 227, af_dm_visited 2, automated_message_received,
    channel_deleted 477, channel_notice_closed 5, channel_notice_cta_clicked 5, channel_notice_viewed
    127601, channel_opened 142426, channel_permissions_overwrite_updated 317,
    channel_permissions_page_viewed 2, channel_updated 565, create_channel 267, create_emoji 138,
    delete_emoji 14, dm_empty_action 37, dm_list_viewed 46628, dm_profile_toggled 2, dm_profile_viewed 11,
    dm_safety_coachmark_action 3, forum_channel_create_new_post_clicked 7,
    forum_channel_new_post_draft_created 33, forum_channel_post_clicked 143, forum_channel_post_created 7,
    forum_channel_scrolled 77, forum_channel_seen_batch 321, forum_channel_tag_filter_clicked,
    home_backgrounded 10, home_channel_opened 74, home_feedback_prompt_viewed 6,
    impression_channel_add_info 79, join_thread 2, jump 3588, message_component_used 29, message_deleted
    1903, message_edit_up_arrow 2164, message_embeds_resolved 1232, message_length_limit_reached 27,
    message_popout_menu_opened_desktop 7, message_sent_with_attachments 233, permissions_acked 15522,
    pin_message 135, reaction_picker_opened 2, remove_channel_recipient 150, remove_reaction 301,
    send_message 420528, soundpack_updated 4
  `,
  screen: `
    account_link_step 3, af_exited 1199, af_user_popout_opened 3, af_viewed 1230, app_first_login 4,
    app_modules_updated 198, app_notice_closed 16, app_notice_displayed 3197,
    app_notice_primary_cta_opened 11, app_notice_viewed 4021, app_ui_viewed 9113, app_ui_viewed2 650,
    authorized_app_connected 16084, authorized_app_removed, auto_suggest_displayed 7, change_log_closed
    242, change_log_cta_clicked 2, change_log_opened 276, chat_input_component_viewed 2417, claim_account,
    click_landing_cta 14, close_tutorial 8, connected_account_initiated 11, connected_account_viewed 1200,
    connection_resumed 2659, context_menu_image_copied 207, context_menu_image_saved 9,
    context_menu_link_copied 319, context_menu_link_opened 14, custom_status_updated 122,
    detect_platform_account 4, dev_portal_auth_url_copied 15, dev_portal_cta_viewed 36,
    dev_portal_page_viewed 301, dev_portal_rp_viz_used 2, dismissible_content_dismissed 50,
    dismissible_content_shown 9664, expression_picker_category_collapse_toggled 8,
    expression_picker_category_selected 23, expression_picker_expression_selected 14,
    expression_picker_opened 2723, expression_picker_tab_clicked 70, expression_tooltip_viewed 183,
    external_share_opened 25, feed_item_interacted 2, feed_item_seen_batch 117, feed_shown 161,
    file_size_limit_exceeded 27, friend_add_viewed 14, friends_list_viewed 2325, hardware_detected 53,
    home_exited 187, home_first_scroll_started 23, home_opened 190, home_panel_viewed 8, hover_menu_opened
    15, iar_modal_close 7, iar_modal_open 7, ignore_friend_suggestion 89, impression_contact_sync_start 2,
    impression_multi_account_switch_landing, impression_snowsgiving 5,
    impression_user_settings_connections 7, in_app_camera_used 11, integration_added 24,
    integration_removed 23, keyboard_mode_toggled 2919, library_viewed 155, local_settings_updated 15,
    login_attempted 18, login_viewed 11, main_navigation_menu 12, mark_as_read 247, mktg_page_viewed 104,
    modal_dismissed 82, nav_drawer_opened 13505, nuo_transition 41, oauth2_authorize_viewed 65, open_modal
    10784, open_popout 41732, poggermode_settings_updated 3, receive_friend_suggestion 82, register,
    relationship_metadata_updated 9, relationship_sync_flow 46, remote_auth_confirm 3, remote_auth_init 3,
    reply_started 6, rpc_command_sent 207, settings_pane_viewed 6793, show_tutorial 31, slash_command_used
    236, snowsgiving_page_cta_clicked 3, spotify_auto_paused 304, spotify_button_clicked 72,
    stage_discovery_exited 14, text_area_cta_clicked 7, text_copied 7, tooltip_viewed 41,
    update_connected_account 6547, update_note 50, update_relationship 1230, update_user_settings 4876,
    update_user_settings_local 3, user_account_updated 73, user_attribution_received 3,
    user_flow_transition 4, user_report_submitted 21, user_settings_keybind_updated 25718,
    user_status_updated 2, welcome_cta_clicked 11
  `,
}

/** A type of event, with its weight among the uncounted types. */
export interface EventType {
  name: string
  family: Family
  weight: number
}

/** The table above as records. */
export function uncountedEventTypes(): EventType[] {
  return (Object.entries(names) as [Family, string][]).flatMap(([family, list]) =>
    list.split(',').map((item) => {
      const [name, count] = item.trim().split(/\s+/)
      return { name: name!, family, weight: Number(count ?? 1) }
    }),
  )
}
